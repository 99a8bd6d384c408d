package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.audit.Tampering.Expected;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Cheating with checkpoints, mostly by who holds the log's key.
enum LogTampering implements Tampering {
    CHECKPOINT_IS_GONE((w, r) -> {
        w.files.remove(CheckpointReader.PATH);
        return Expected.in(Kind.CHECKPOINT_UNFIT, "checkpoint");
    }),
    CHECKPOINT_IS_ANOTHER_TEXT((w, r) -> {
        w.files.put(CheckpointReader.PATH, "<html>sorry</html>\n".getBytes(UTF_8));
        return Expected.in(Kind.CHECKPOINT_UNFIT, "checkpoint");
    }),
    CHECKPOINT_IS_NOT_SIGNED((w, r) -> {
        w.files.put(CheckpointReader.PATH, w.text().getBytes(UTF_8));
        return Expected.in(Kind.CHECKPOINT_UNFIT, "checkpoint");
    }),
    CHECKPOINT_HAS_NO_ROOT((w, r) -> {
        w.sign(World.ORIGIN + "\n" + w.entries.size() + "\n");
        return Expected.in(Kind.CHECKPOINT_UNFIT, "checkpoint");
    }),
    CHECKPOINT_OF_NOTHING((w, r) -> {
        w.sign(new Checkpoint(World.ORIGIN, 0, Digest.sha256()).text());
        return Expected.in(Kind.CHECKPOINT_UNFIT, "checkpoint");
    }),
    SIGNED_BY_ANOTHER_KEY_OF_THE_SAME_NAME((w, r) -> {
        NoteSigner forger = World.signer(World.ORIGIN, NoteKey.Type.LOG, 9);
        w.put(new Note(w.text(), List.of(forger.sign(w.text()))));
        return Expected.in(Kind.LOG_SIGNATURE, "checkpoint");
    }),
    SIGNATURE_BIT_FLIPPED((w, r) -> {
        NoteSignature right = World.LOG.sign(w.text());
        byte[] bytes = right.bytes().clone();
        bytes[r.nextInt(bytes.length)] ^= (byte) (1 << r.nextInt(8));
        w.put(new Note(w.text(), List.of(new NoteSignature(right.name(), right.keyId(), bytes))));
        return Expected.in(Kind.LOG_SIGNATURE, "checkpoint");
    }),
    ROOT_EDITED_UNDER_THE_SIGNATURE((w, r) -> {
        Checkpoint other = w.checkpoint(w.entries.size() - 1);
        String text = new Checkpoint(World.ORIGIN, w.entries.size(), other.root()).text();
        w.put(new Note(text, World.signed(w.text()).signatures()));
        return Expected.in(Kind.LOG_SIGNATURE, "checkpoint");
    }),
    SIZE_EDITED_UNDER_THE_SIGNATURE((w, r) -> {
        String text = w.checkpoint(w.entries.size() - 1).text();
        w.put(new Note(text, World.signed(w.text()).signatures()));
        return Expected.in(Kind.LOG_SIGNATURE, "checkpoint");
    }),
    CHECKPOINT_OF_ANOTHER_LOG((w, r) -> {
        w.sign(w.text().replace(World.ORIGIN, "shomar/another-1405"));
        return Expected.in(Kind.ORIGIN, "checkpoint");
    }),
    ROOT_OF_ANOTHER_TREE_SIGNED((w, r) -> {
        w.sign(new Checkpoint(World.ORIGIN, w.entries.size(), digest(r)).text());
        return Expected.in(Kind.ROOT, "checkpoint");
    }),
    MORE_ENTRIES_SIGNED_THAN_THERE_ARE((w, r) -> {
        int more = r.nextInt(1, 20);
        w.sign(new Checkpoint(World.ORIGIN, w.entries.size() + more, digest(r)).text());
        return Expected.at(Kind.MISSING, 256);
    }),
    FEWER_ENTRIES_SIGNED_THAN_THERE_WERE((w, r) -> {
        w.remember();
        int size = r.nextInt(2, w.entries.size());
        w.sign(w.checkpoint(size).text());
        return Expected.at(Kind.REWIND, size);
    }),
    LOG_CUT_WHILE_FOLLOWED((w, r) -> {
        w.auditor.extend(Progress.NONE);
        int size = r.nextInt(2, w.entries.size());
        w.sign(w.checkpoint(size).text());
        return Expected.at(Kind.REWIND, size);
    }),
    WITNESS_IS_MISSING((w, r) -> {
        w.put(new Note(
                w.text(),
                List.of(World.LOG.sign(w.text()), World.WITNESS_1.cosign(w.text(), 1_777))));
        return Expected.in(Kind.WITNESSES, "checkpoint");
    }),
    WITNESS_OF_ANOTHER_KEY((w, r) -> {
        NoteSigner forger = World.signer(World.WITNESS_2.key().name(), NoteKey.Type.WITNESS, 8);
        w.put(new Note(
                w.text(),
                List.of(
                        World.LOG.sign(w.text()),
                        World.WITNESS_1.cosign(w.text(), 1_777),
                        forger.cosign(w.text(), 1_777))));
        return Expected.in(Kind.WITNESSES, "checkpoint");
    }),
    WITNESS_SIGNED_ANOTHER_CHECKPOINT((w, r) -> {
        String other = w.checkpoint(w.entries.size() - 1).text();
        w.put(new Note(
                w.text(),
                List.of(
                        World.LOG.sign(w.text()),
                        World.WITNESS_1.cosign(w.text(), 1_777),
                        World.WITNESS_2.cosign(other, 1_777))));
        return Expected.in(Kind.WITNESS_FORGED, World.WITNESS_2.key().name());
    }),
    WITNESS_TIME_EDITED((w, r) -> {
        NoteSignature right = World.WITNESS_1.cosign(w.text(), 1_777);
        byte[] later = right.bytes().clone();
        later[7]++;
        w.put(new Note(
                w.text(),
                List.of(
                        World.LOG.sign(w.text()),
                        new NoteSignature(right.name(), right.keyId(), later),
                        World.WITNESS_2.cosign(w.text(), 1_777))));
        return Expected.in(Kind.WITNESS_FORGED, World.WITNESS_1.key().name());
    }),
    ANOTHER_LOG_KEY_IS_SHOWN((w, r) -> {
        NoteSigner other = World.signer(World.ORIGIN, NoteKey.Type.LOG, 9);
        w.shown(ElectionAudit.PATH).put("logKey", other.key().toString());
        return Expected.in(Kind.LOG_KEY, "logKey");
    }),
    HISTORY_REWRITTEN((w, r) -> {
        w.remember();
        int leaf = w.leaf(r);
        w.entries.set(leaf, w.otherPacket(leaf, r));
        w.publish();
        return Expected.at(Kind.FORK, leaf);
    }),
    HISTORY_REWRITTEN_AND_GROWN((w, r) -> {
        byte[] last = w.entries.removeLast();
        w.remember();
        w.entries.add(last);
        int leaf = r.nextInt(1, w.entries.size() - 1);
        w.entries.set(leaf, w.otherPacket(leaf, r));
        w.publish();
        return Expected.at(Kind.FORK, leaf);
    }),
    HISTORY_REORDERED((w, r) -> {
        w.remember();
        int first = r.nextInt(1, w.entries.size() - 1);
        int second = r.nextInt(first + 1, w.entries.size());
        Collections.swap(w.entries, first, second);
        w.publish();
        return Expected.at(Kind.FORK, first);
    }),
    ENTRY_DROPPED_SINCE_THE_LAST_AUDIT((w, r) -> {
        w.remember();
        int leaf = r.nextInt(1, w.entries.size() - 1);
        w.entries.remove(leaf);
        w.publish();
        return Expected.at(Kind.FORK, leaf);
    }),
    FORKED_WHILE_FOLLOWED((w, r) -> {
        w.auditor.extend(Progress.NONE);
        int leaf = w.leaf(r);
        w.entries.set(leaf, w.otherPacket(leaf, r));
        w.publish();
        return Expected.at(Kind.FORK, leaf);
    }),
    FORKED_AND_GROWN_WHILE_FOLLOWED((w, r) -> {
        byte[] last = w.entries.removeLast();
        w.publish();
        w.auditor.extend(Progress.NONE);
        w.entries.add(last);
        int leaf = r.nextInt(1, w.entries.size() - 1);
        w.entries.set(leaf, w.otherPacket(leaf, r));
        w.publish();
        return Expected.at(Kind.FORK, leaf);
    }),
    ANOTHER_ROOT_SIGNED_WHILE_FOLLOWED((w, r) -> {
        w.auditor.extend(Progress.NONE);
        w.sign(new Checkpoint(World.ORIGIN, w.entries.size(), digest(r)).text());
        return Expected.in(Kind.FORK, "checkpoint");
    });

    private final Deed deed;

    LogTampering(Deed deed) {
        this.deed = deed;
    }

    @Override
    public Expected tamper(World world, RandomGenerator random)
            throws IOException, UnfitTextException {
        return deed.tamper(world, random);
    }

    private static Digest digest(RandomGenerator random) {
        byte[] bytes = new byte[Digest.BYTES];
        random.nextBytes(bytes);
        return Digest.of(bytes);
    }
}
