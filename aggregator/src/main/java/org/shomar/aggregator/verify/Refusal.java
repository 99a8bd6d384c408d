package org.shomar.aggregator.verify;

/// Why a packet cannot be what it claims, in the order of the checks (wire section 4).
public enum Refusal {
    UNKNOWN_BRANCH("unknown-branch"),
    SIGNERS("signers"),
    SIGNATURE("signature"),
    ELECTION("R-101"),
    DEFINITION("R-102"),
    PHASE("R-103"),
    CONTEST("R-104"),
    VOTES("R-105"),
    LIST_VOTES("R-106");

    private final String code;

    Refusal(String code) {
        this.code = code;
    }

    /// The public code of the problem.
    public String code() {
        return code;
    }
}
