package org.shomar.aggregator.tally;

import static java.util.Objects.requireNonNull;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.AreaTotals;
import org.shomar.aggregator.fold.BranchState;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every type that travels between members, and how. Nothing of ours goes through Java
/// serialisation. What needs the definition gets the member's own one while it is read.
final class MemberTypes {
    private static final PacketState[] PACKET_STATES = PacketState.values();
    private static final BranchState.State[] BRANCH_STATES = BranchState.State.values();
    private static final ReadTally.Question[] QUESTIONS = ReadTally.Question.values();

    private MemberTypes() {}

    static List<Streamed<?>> of(Definition definition) {
        return List.of(
                new Streamed<>(
                        ContestTally.class,
                        1,
                        ContestTally::writeTo,
                        in -> ContestTally.readFrom(in, definition)),
                new Streamed<>(
                        MergeRuns.class,
                        2,
                        (merge, out) -> writeRuns(merge.runs(), out),
                        in -> new MergeRuns(definition, readRuns(in))),
                new Streamed<>(
                        ReadTally.class,
                        3,
                        (read, out) -> out.writeByte(read.question().ordinal()),
                        in -> new ReadTally(QUESTIONS[in.readByte()])),
                new Streamed<>(Totals.class, 4, MemberTypes::writeTotals, MemberTypes::readTotals),
                new Streamed<>(
                        BranchStates.class,
                        5,
                        MemberTypes::writeBranches,
                        MemberTypes::readBranches));
    }

    private static void writeRuns(Map<Integer, List<Counted>> runs, ObjectDataOutput out)
            throws IOException {
        out.writeInt(runs.size());
        for (Map.Entry<Integer, List<Counted>> run : runs.entrySet()) {
            out.writeInt(run.getKey());
            writeList(run.getValue(), out, MemberTypes::writeCounted);
        }
    }

    private static Map<Integer, List<Counted>> readRuns(ObjectDataInput in) throws IOException {
        int size = in.readInt();
        Map<Integer, List<Counted>> runs = HashMap.newHashMap(size);
        for (int i = 0; i < size; i++) {
            runs.put(in.readInt(), readList(in, MemberTypes::readCounted));
        }
        return runs;
    }

    private static void writeCounted(Counted entry, ObjectDataOutput out) throws IOException {
        out.writeLong(entry.seq());
        out.writeLong(entry.contestSeq());
        out.writeInt(entry.branch());
        out.writeInt(entry.revision());
        out.write(entry.packet().bytes());
        out.writeByte(entry.state().ordinal());
        out.writeInt(entry.ballots().issued());
        out.writeInt(entry.ballots().cast());
        out.writeInt(entry.ballots().blank());
        out.writeInt(entry.ballots().invalid());
        out.writeIntArray(entry.votes().toArray());
        out.writeIntArray(entry.listVotes().toArray());
    }

    private static Counted readCounted(ObjectDataInput in) throws IOException {
        return new Counted(
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                readDigest(in),
                PACKET_STATES[in.readByte()],
                new Ballots(in.readInt(), in.readInt(), in.readInt(), in.readInt()),
                Counts.of(requireNonNull(in.readIntArray())),
                Counts.of(requireNonNull(in.readIntArray())));
    }

    private static void writeTotals(Totals totals, ObjectDataOutput out) throws IOException {
        out.writeInt(totals.contest());
        out.writeLong(totals.seq());
        out.writeLong(totals.contestSeq());
        writeList(totals.areas(), out, MemberTypes::writeArea);
    }

    private static Totals readTotals(ObjectDataInput in) throws IOException {
        return new Totals(
                in.readInt(), in.readLong(), in.readLong(), readList(in, MemberTypes::readArea));
    }

    private static void writeArea(AreaTotals area, ObjectDataOutput out) throws IOException {
        out.writeInt(area.expected());
        out.writeInt(area.reported());
        out.writeInt(area.held());
        out.writeInt(area.annulled());
        out.writeLong(area.eligible());
        out.writeLong(area.issued());
        out.writeLong(area.cast());
        out.writeLong(area.blank());
        out.writeLong(area.invalid());
        out.writeLongArray(area.votes());
        out.writeLongArray(area.listVotes());
    }

    private static AreaTotals readArea(ObjectDataInput in) throws IOException {
        return new AreaTotals(
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                requireNonNull(in.readLongArray()),
                requireNonNull(in.readLongArray()));
    }

    private static void writeBranches(BranchStates states, ObjectDataOutput out)
            throws IOException {
        out.writeInt(states.contest());
        out.writeLong(states.seq());
        out.writeLong(states.contestSeq());
        writeList(states.branches(), out, MemberTypes::writeBranch);
    }

    private static BranchStates readBranches(ObjectDataInput in) throws IOException {
        return new BranchStates(
                in.readInt(), in.readLong(), in.readLong(), readList(in, MemberTypes::readBranch));
    }

    private static void writeBranch(BranchState state, ObjectDataOutput out) throws IOException {
        out.writeInt(state.branch());
        out.writeByte(state.state().ordinal());
        Digest packet = state.packet();
        if (packet != null) {
            out.writeInt(state.revision());
            out.write(packet.bytes());
            out.writeLong(state.seq());
        }
    }

    private static BranchState readBranch(ObjectDataInput in) throws IOException {
        int branch = in.readInt();
        BranchState.State state = BRANCH_STATES[in.readByte()];
        return state == BranchState.State.NONE
                ? new BranchState(branch, state, 0, null, 0)
                : new BranchState(branch, state, in.readInt(), readDigest(in), in.readLong());
    }

    private static Digest readDigest(ObjectDataInput in) throws IOException {
        byte[] bytes = new byte[Digest.BYTES];
        in.readFully(bytes);
        return Digest.of(bytes);
    }

    private static <T> void writeList(
            List<T> values, ObjectDataOutput out, Streamed.Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(value, out);
        }
    }

    private static <T> List<T> readList(ObjectDataInput in, Streamed.Reader<T> reader)
            throws IOException {
        int size = in.readInt();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.read(in));
        }
        return values;
    }
}
