package org.shomar.aggregator.verify;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.SigningKey;
import org.shomar.aggregator.packet.Signature;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who must have signed a packet (wire section 1).
///
/// One signer: a `COSE_Sign1` under any key of the branch. More: a `COSE_Sign` with exactly
/// as many signatures, each under the key of another role. A `COSE_Sign` where one signer
/// is asked for is refused even when it has one signature, so that a packet has one form. A
/// contest that is not in the definition counts as one signer.
final class SignerRule {
    private static final int SIGNERS_OF_UNKNOWN_CONTEST = 1;

    private SignerRule() {}

    /// Number and roles are looked at before any signature, which costs a thousand times as
    /// much.
    static Optional<Verdict.Refused> refusal(
            List<Signature> signatures, Branch branch, @Nullable Contest contest) {
        int signers = contest == null ? SIGNERS_OF_UNKNOWN_CONTEST : contest.signers();
        String fault =
                signers == 1 ? faultOfOne(signatures) : faultOfMany(signatures, signers, branch);
        if (fault != null) {
            return Optional.of(new Verdict.Refused(Refusal.SIGNERS, fault));
        }
        for (Signature signature : signatures) {
            if (!verifies(signature, branch)) {
                return Optional.of(
                        new Verdict.Refused(Refusal.SIGNATURE, describe(signature, branch)));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String faultOfOne(List<Signature> signatures) {
        return signatures.size() == 1 && signatures.getFirst().role() == null
                ? null
                : "this contest asks for 1 signer, expected a COSE_Sign1, got a COSE_Sign;"
                        + " sign as COSE_Sign1";
    }

    private static @Nullable String faultOfMany(
            List<Signature> signatures, int signers, Branch branch) {
        Set<String> roles = new HashSet<>();
        for (Signature signature : signatures) {
            String role = signature.role();
            if (role == null) {
                return "this contest asks for " + signers + " signers, expected a COSE_Sign, got a"
                        + " COSE_Sign1; sign as COSE_Sign";
            }
            if (branch.keys().stream().noneMatch(key -> key.role().equals(role))) {
                return "branch " + branch.branch() + " has no role " + role + ", only "
                        + branch.keys().stream().map(SigningKey::role).toList()
                        + "; sign with those";
            }
            if (!roles.add(role)) {
                return "the role " + role + " signed twice, expected " + signers
                        + " different roles; let another role sign";
            }
        }
        return signatures.size() == signers
                ? null
                : "this contest asks for " + signers + " signers, got " + signatures.size()
                        + "; sign with exactly as many roles";
    }

    private static boolean verifies(Signature signature, Branch branch) {
        String role = signature.role();
        for (SigningKey key : branch.keys()) {
            if ((role == null || key.role().equals(role))
                    && key.key().verifies(signature.toBeSigned(), signature.bytes())) {
                return true;
            }
        }
        return false;
    }

    private static String describe(Signature bad, Branch branch) {
        return bad.role() == null
                ? "the signature verifies under none of the " + branch.keys().size()
                        + " keys of branch " + branch.branch() + "; sign with one of them"
                : "the signature of the role " + bad.role()
                        + " does not verify under its key in branch " + branch.branch()
                        + "; sign with that key";
    }
}
