package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.List;
import java.util.stream.Collectors;

/// The answer of [Verifier]. There is no third case: a `switch` needs no default.
public sealed interface Verdict {
    /// May be stored. Only [Verifier] makes these, so holding one is the proof that the checks
    /// ran.
    final class Storable implements Verdict {
        private final SignedPacket signed;
        private final Contest contest;
        private final Branch branch;
        private final List<Finding> findings;
        private final String findingsJson;
        private final PacketState state;

        Storable(SignedPacket signed, Contest contest, Branch branch, List<Finding> findings) {
            this.signed = signed;
            this.contest = contest;
            this.branch = branch;
            this.findings = List.copyOf(findings);
            this.findingsJson = findings.isEmpty() ? "[]" : json(findings);
            this.state = stateAfter(findings);
        }

        public SignedPacket signed() {
            return signed;
        }

        public Contest contest() {
            return contest;
        }

        public Branch branch() {
            return branch;
        }

        /// Every rule that applies, in rule order; empty for an ordinary packet.
        public List<Finding> findings() {
            return findings;
        }

        /// The findings as a JSON array, `[]` for an ordinary packet.
        public String findingsJson() {
            return findingsJson;
        }

        public PacketState state() {
            return state;
        }

        private static String json(List<Finding> findings) {
            return findings.stream().map(Finding::json).collect(Collectors.joining(",", "[", "]"));
        }

        private static PacketState stateAfter(List<Finding> findings) {
            for (Finding finding : findings) {
                if (finding.effect() == Effect.HOLD) {
                    return PacketState.HELD;
                }
            }
            return PacketState.COUNTED;
        }
    }

    /// @param detail what is wrong with this very packet, in one English line
    record Refused(Refusal refusal, String detail) implements Verdict {}
}
