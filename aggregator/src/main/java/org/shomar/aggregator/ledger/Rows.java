package org.shomar.aggregator.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;

import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;

/// Entries as columns: one array a column, the order of the [Statements].
final class Rows {
    private Rows() {}

    /// @param before the head that the first of these comes after
    static Tuple added(List<Committed> added, long before) {
        int size = added.size();
        Long[] seq = new Long[size];
        Long[] contestSeq = new Long[size];
        Integer[] contest = new Integer[size];
        Integer[] branch = new Integer[size];
        Integer[] revision = new Integer[size];
        Short[] state = new Short[size];
        Buffer[] id = new Buffer[size];
        Buffer[] leaf = new Buffer[size];
        String[] findings = new String[size];
        Buffer[] message = new Buffer[size];
        for (int i = 0; i < size; i++) {
            Committed committed = added.get(i);
            SignedPacket signed = committed.entry().signed();
            seq[i] = committed.seq();
            contestSeq[i] = committed.contestSeq();
            contest[i] = signed.packet().contest();
            branch[i] = signed.packet().branch();
            revision[i] = signed.packet().revision();
            state[i] = Database.number(committed.entry().state());
            id[i] = Buffer.buffer(signed.id().bytes());
            leaf[i] = Buffer.buffer(signed.leafHash().bytes());
            findings[i] = committed.entry().findingsJson();
            message[i] = Buffer.buffer(signed.message());
        }
        return Tuple.of(seq, contestSeq, contest, branch, revision)
                .addArrayOfShort(state)
                .addArrayOfBuffer(id)
                .addArrayOfBuffer(leaf)
                .addArrayOfString(findings)
                .addArrayOfBuffer(message)
                .addLong(added.getLast().seq())
                .addLong(before);
    }

    static Tuple evidence(List<Verdict.Storable> refused) {
        int size = refused.size();
        Buffer[] id = new Buffer[size];
        Integer[] contest = new Integer[size];
        Integer[] branch = new Integer[size];
        Integer[] revision = new Integer[size];
        Buffer[] message = new Buffer[size];
        for (int i = 0; i < size; i++) {
            SignedPacket signed = refused.get(i).signed();
            ResultPacket packet = signed.packet();
            id[i] = Buffer.buffer(signed.id().bytes());
            contest[i] = packet.contest();
            branch[i] = packet.branch();
            revision[i] = packet.revision();
            message[i] = Buffer.buffer(signed.message());
        }
        return Tuple.tuple()
                .addArrayOfBuffer(id)
                .addArrayOfInteger(contest)
                .addArrayOfInteger(branch)
                .addArrayOfInteger(revision)
                .addArrayOfBuffer(message);
    }
}
