package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.ContestKind;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.List;

/// Verdicts for tests of other rooms, without a check behind them.
public final class Verdicts {
    private Verdicts() {}

    public static Verdict.Storable storable(SignedPacket signed, Finding... findings) {
        Text name = new Text(null, "test");
        Contest contest = new Contest(
                0,
                signed.packet().contest(),
                ContestKind.OTHER,
                0,
                name,
                "plurality",
                null,
                1,
                0,
                1,
                1,
                List.of(),
                List.of());
        Branch branch = new Branch(
                0,
                signed.packet().branch(),
                0,
                BranchKind.FIXED,
                100,
                List.of(signed.packet().contest()),
                List.of());
        return new Verdict.Storable(signed, contest, branch, List.of(findings));
    }

    public static Finding held() {
        return new Finding("H-201", Effect.HOLD, new Text("بیش از برگ‌های داده‌شده", "too many"));
    }
}
