package org.shomar.aggregator.verify;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Goal: every refusal has its code and says what to do, in the order of the contract, on every
/// provider; who may sign is exactly who the contest asks for.
///
/// Method: a sound packet with one or more members changed, signed, through the whole [Verifier],
/// on [SmallElection].
class VerifierTest {
    private static final List<SmallElection> ELECTIONS =
            TestProviders.all().stream().map(SmallElection::new).toList();

    @ParameterizedTest(name = "{0}: {9}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # name | election | file | phase | contest | branch | signed by | votes | lists | verdict
                    sound         | kerman-1405 | {} | 0 | 7  | 12 | 1 presiding          | 2 | - | counted
                    another key   | kerman-1405 | {} | 0 | 7  | 12 | 1 deputy             | 2 | - | counted
                    of a mobile   | kerman-1405 | {} | 0 | 7  | 13 | 1 observer           | 2 | - | counted
                    with lists    | kerman-1405 | {} | 0 | 9  | 12 | 1 presiding          | 3 | 2 | counted
                    two roles     | kerman-1405 | {} | 0 | 10 | 12 | n presiding observer | 2 | - | counted
                    other order   | kerman-1405 | {} | 0 | 10 | 12 | n deputy presiding   | 2 | - | counted
                    no branch     | kerman-1405 | {} | 0 | 7  | 99 | 1 presiding          | 2 | - | unknown-branch: branch 99 is not in the definition
                    Sign for one  | kerman-1405 | {} | 0 | 7  | 12 | n presiding          | 2 | - | signers: expected a COSE_Sign1, got a COSE_Sign
                    two for one   | kerman-1405 | {} | 0 | 7  | 12 | n presiding observer | 2 | - | signers: expected a COSE_Sign1, got a COSE_Sign
                    Sign1 for two | kerman-1405 | {} | 0 | 10 | 12 | 1 presiding          | 2 | - | signers: expected a COSE_Sign, got a COSE_Sign1
                    one for two   | kerman-1405 | {} | 0 | 10 | 12 | n presiding          | 2 | - | signers: asks for 2 signers, got 1
                    three for two | kerman-1405 | {} | 0 | 10 | 12 | n presiding observer deputy | 2 | - | signers: asks for 2 signers, got 3
                    same twice    | kerman-1405 | {} | 0 | 10 | 12 | n presiding presiding | 2 | - | signers: the role presiding signed twice
                    strange role  | kerman-1405 | {} | 0 | 10 | 12 | n presiding clerk    | 2 | - | signers: has no role clerk, only [presiding, observer, deputy]
                    strange key   | kerman-1405 | {} | 0 | 7  | 12 | 1 clerk              | 2 | - | signature: verifies under none of the 3 keys of branch 12
                    election      | yazd-1405   | {} | 0 | 7  | 12 | 1 presiding          | 2 | - | R-101: expected election kerman-1405, got yazd-1405
                    definition    | kerman-1405 | [] | 0 | 7  | 12 | 1 presiding          | 2 | - | R-102: expected definition 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a, got 4f53
                    phase         | kerman-1405 | {} | 1 | 7  | 12 | 1 presiding          | 2 | - | R-103: expected phase 0, got 1
                    no contest    | kerman-1405 | {} | 0 | 77 | 12 | 1 presiding          | 2 | - | R-104: branch 12 has the contests [7, 8, 9, 10, 12, 13], not 77
                    no contest, n | kerman-1405 | {} | 0 | 77 | 12 | n presiding observer | 2 | - | signers: expected a COSE_Sign1
                    not its own   | kerman-1405 | {} | 0 | 11 | 12 | 1 presiding          | 2 | - | R-104: branch 12 has the contests [7, 8, 9, 10, 12, 13], not 11
                    not its own n | kerman-1405 | {} | 0 | 10 | 13 | n presiding observer | 2 | - | R-104: branch 13 has the contests [7], not 10
                    few votes     | kerman-1405 | {} | 0 | 7  | 12 | 1 presiding          | 1 | - | R-105: contest 7 has 2 candidates, got 1 votes
                    many votes    | kerman-1405 | {} | 0 | 7  | 12 | 1 presiding          | 3 | - | R-105: contest 7 has 2 candidates, got 3 votes
                    no votes      | kerman-1405 | {} | 0 | 7  | 12 | 1 presiding          | 0 | - | R-105: contest 7 has 2 candidates, got 0 votes
                    no list votes | kerman-1405 | {} | 0 | 9  | 12 | 1 presiding          | 3 | - | R-106: contest 9 has 2 lists, got no list_votes
                    superfluous   | kerman-1405 | {} | 0 | 7  | 12 | 1 presiding          | 2 | 2 | R-106: contest 7 has no lists, got list_votes
                    empty, no use | kerman-1405 | {} | 0 | 7  | 12 | 1 presiding          | 2 | 0 | R-106: contest 7 has no lists, got list_votes
                    few lists     | kerman-1405 | {} | 0 | 9  | 12 | 1 presiding          | 3 | 1 | R-106: contest 9 has 2 lists, got 1 list_votes
                    many lists    | kerman-1405 | {} | 0 | 9  | 12 | 1 presiding          | 3 | 3 | R-106: contest 9 has 2 lists, got 3 list_votes
                    all, branch   | yazd-1405   | [] | 1 | 77 | 99 | n clerk clerk        | 9 | 9 | unknown-branch: 99
                    all, signers  | yazd-1405   | [] | 1 | 77 | 12 | n clerk clerk        | 9 | 9 | signers: COSE_Sign1
                    all, signature| yazd-1405   | [] | 1 | 77 | 12 | 1 clerk              | 9 | 9 | signature: none of the 3 keys
                    all, R-101    | yazd-1405   | [] | 1 | 77 | 12 | 1 deputy             | 9 | 9 | R-101: yazd
                    all, R-102    | kerman-1405 | [] | 1 | 77 | 12 | 1 deputy             | 9 | 9 | R-102: definition
                    all, R-103    | kerman-1405 | {} | 1 | 77 | 12 | 1 deputy             | 9 | 9 | R-103: phase
                    all, R-104    | kerman-1405 | {} | 0 | 77 | 12 | 1 deputy             | 9 | 9 | R-104: 77
                    all, R-105    | kerman-1405 | {} | 0 | 7  | 12 | 1 deputy             | 9 | 9 | R-105: 9 votes
                    """)
    void givesEachPacketItsVerdict(
            String name,
            String election,
            String file,
            int phase,
            int contest,
            int branch,
            String signers,
            int votes,
            Integer lists,
            String verdict) {
        ResultPacket packet = new ResultPacket(
                election,
                Digest.sha256(file.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Phase.values()[phase],
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
        String[] words = signers.split(" ", 2);
        for (SmallElection small : ELECTIONS) {
            SignedPacket signed = words[0].equals("1")
                    ? small.signed1(packet, words[1])
                    : small.signedBy(packet, words[1].split(" "));
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
            int place = new String(message, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .indexOf("kerman");
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
