package org.shomar.aggregator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.Signature;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.List;
import java.util.stream.Stream;

/// Goal: every refusal has its code and says what to do, in the order of the contract, on
/// every provider; who may sign is exactly who the contest asks for.
///
/// Method: a table of packets through the whole [Verifier], on [SmallElection]. A row says
/// the form (1 COSE_Sign1, n COSE_Sign) and the initials of the signing roles (c: a clerk,
/// who has no key), and which of election, definition and phase are wrong.
class VerifierTest {
    private static final List<SmallElection> ELECTIONS =
            TestProviders.all().stream().map(SmallElection::new).toList();

    @ParameterizedTest(name = "{0} {1} {2} {5}: {6}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # contest | branch | form, roles | votes | lists | wrong | verdict
                    7  | 12 | 1 p   | 2 | - | -   | counted
                    7  | 12 | 1 d   | 2 | - | -   | counted
                    7  | 13 | 1 o   | 2 | - | -   | counted
                    9  | 12 | 1 p   | 3 | 2 | -   | counted
                    10 | 12 | n po  | 2 | - | -   | counted
                    10 | 12 | n dp  | 2 | - | -   | counted
                    7  | 99 | 1 p   | 2 | - | -   | unknown-branch: branch 99 is not in
                    7  | 12 | n p   | 2 | - | -   | signers: got a COSE_Sign;
                    7  | 12 | n po  | 2 | - | -   | signers: got a COSE_Sign;
                    10 | 12 | 1 p   | 2 | - | -   | signers: got a COSE_Sign1;
                    10 | 12 | n p   | 2 | - | -   | signers: 2 signers, got 1
                    10 | 12 | n pod | 2 | - | -   | signers: 2 signers, got 3
                    10 | 12 | n pp  | 2 | - | -   | signers: presiding signed twice
                    10 | 12 | n pc  | 2 | - | -   | signers: no role clerk, only [pres
                    7  | 12 | 1 c   | 2 | - | -   | signature: none of the 3 keys
                    7  | 12 | 1 p   | 2 | - | e   | R-101: election kerman-1405, got yazd
                    7  | 12 | 1 p   | 2 | - | d   | R-102: definition 44136
                    7  | 12 | 1 p   | 2 | - | p   | R-103: expected phase 0, got 1
                    77 | 12 | 1 p   | 2 | - | -   | R-104: [7, 8, 9, 10, 12, 13], not 77
                    77 | 12 | n po  | 2 | - | -   | signers: got a COSE_Sign;
                    11 | 12 | 1 p   | 2 | - | -   | R-104: [7, 8, 9, 10, 12, 13], not 11
                    10 | 13 | n po  | 2 | - | -   | R-104: contests [7], not 10
                    7  | 12 | 1 p   | 1 | - | -   | R-105: 2 candidates, got 1 votes
                    7  | 12 | 1 p   | 3 | - | -   | R-105: 2 candidates, got 3 votes
                    7  | 12 | 1 p   | 0 | - | -   | R-105: 2 candidates, got 0 votes
                    9  | 12 | 1 p   | 3 | - | -   | R-106: 2 lists, got no list_votes
                    7  | 12 | 1 p   | 2 | 2 | -   | R-106: no lists, got list_votes
                    7  | 12 | 1 p   | 2 | 0 | -   | R-106: no lists, got list_votes
                    9  | 12 | 1 p   | 3 | 1 | -   | R-106: 2 lists, got 1 list_votes
                    9  | 12 | 1 p   | 3 | 3 | -   | R-106: 2 lists, got 3 list_votes
                    77 | 99 | n cc  | 9 | 9 | edp | unknown-branch: 99
                    77 | 12 | n cc  | 9 | 9 | edp | signers: COSE_Sign1
                    77 | 12 | 1 c   | 9 | 9 | edp | signature: none of the 3 keys
                    77 | 12 | 1 d   | 9 | 9 | edp | R-101: yazd
                    77 | 12 | 1 d   | 9 | 9 | dp  | R-102: definition
                    77 | 12 | 1 d   | 9 | 9 | p   | R-103: phase
                    77 | 12 | 1 d   | 9 | 9 | -   | R-104: 77
                    7  | 12 | 1 d   | 9 | 9 | -   | R-105: 9 votes
                    """)
    void givesEachPacketItsVerdict(
            int contest,
            int branch,
            String signers,
            int votes,
            @Nullable Integer lists,
            @Nullable String wrong,
            String verdict) {
        String changed = wrong == null ? "" : wrong;
        ResultPacket packet = new ResultPacket(
                changed.contains("e") ? "yazd-1405" : "kerman-1405",
                Digest.sha256((changed.contains("d") ? "[]" : "{}").getBytes(UTF_8)),
                changed.contains("p") ? Phase.OFFICIAL : Phase.REHEARSAL,
                contest,
                branch,
                1,
                null,
                0,
                new Ballots(0, 0, 0, 0),
                Counts.of(new int[votes]),
                lists == null ? null : Counts.of(new int[lists]),
                Channel.NETWORK,
                null);
        String[] roles =
                signers.substring(2).chars().mapToObj(VerifierTest::role).toArray(String[]::new);
        for (SmallElection small : ELECTIONS) {
            SignedPacket signed = signers.startsWith("1")
                    ? small.signed1(packet, roles[0])
                    : small.signedBy(packet, roles);
            assertVerdict(small.verifier.verify(signed), verdict);
        }
    }

    @Test
    void refusesWhenAnyOfManySignaturesIsOfAnotherKey() {
        for (SmallElection small : ELECTIONS) {
            SignedPacket good = small.signed(sound(small, 10));
            Signature first = good.signatures().getFirst();
            Signature second = good.signatures().getLast();
            Signature swapped = new Signature(second.role(), second.toBeSigned(), first.bytes());
            assertVerdict(
                    small.verifier.verify(with(good, List.of(first, swapped))),
                    "signature: the signature of the role observer does not verify");
            assertVerdict(
                    small.verifier.verify(with(good, List.of(swapped, first))),
                    "signature: the signature of the role observer does not verify");
        }
    }

    @Test
    void refusesAChangedPayload() {
        for (SmallElection small : ELECTIONS) {
            byte[] message = small.signed(sound(small, 7)).message().clone();
            int place = new String(message, ISO_8859_1).indexOf("kerman");
            message[place] = 'b';
            assertVerdict(small.verifier.verify(SmallElection.read(message)), "signature: none");
        }
    }

    @Test
    void handsOverWhatItLookedUp() {
        SmallElection small = ELECTIONS.getFirst();
        SignedPacket signed = small.signed(sound(small, 7));
        assertThat(small.verifier.verify(signed))
                .isInstanceOfSatisfying(Verdict.Storable.class, s -> {
                    assertThat(s.signed()).isSameAs(signed);
                    assertThat(s.contest().contest()).isEqualTo(7);
                    assertThat(s.branch().branch()).isEqualTo(12);
                });
    }

    private static ResultPacket sound(SmallElection small, int contest) {
        return small.packet(contest, 12, new Ballots(60, 60, 0, 0), Counts.of(30, 30), null);
    }

    private static SignedPacket with(SignedPacket good, List<Signature> signatures) {
        return new SignedPacket(
                good.message(), good.packet(), good.id(), good.leafHash(), signatures);
    }

    private static String role(int initial) {
        return Stream.concat(SmallElection.ROLES.stream(), Stream.of("clerk"))
                .filter(role -> role.charAt(0) == initial)
                .findFirst()
                .orElseThrow();
    }

    /// A refusal is its code and a part of its detail.
    private static void assertVerdict(Verdict actual, String expected) {
        switch (actual) {
            case Verdict.Storable storable -> {
                assertThat(storable.state()).isEqualTo(PacketState.COUNTED);
                assertThat(expected).isEqualTo("counted");
            }
            case Verdict.Refused refused -> {
                String[] parts = expected.split(": ", 2);
                assertThat(refused.refusal().code()).as(refused.detail()).isEqualTo(parts[0]);
                assertThat(refused.detail()).contains(parts[1]).doesNotContain("\n");
            }
        }
    }
}
