package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A server's public files in memory, with the keys to sign them anew, and an auditor who has
/// kept some things.
final class World implements Source {
    static final String ORIGIN = "shomar/audit-1405";
    static final NoteSigner LOG = signer(ORIGIN, NoteKey.Type.LOG, 1);
    static final NoteSigner WITNESS_1 = signer("witness.example/1", NoteKey.Type.WITNESS, 2);
    static final NoteSigner WITNESS_2 = signer("witness.example/2", NoteKey.Type.WITNESS, 3);
    static final Trust TRUST = new Trust(LOG.key(), List.of(WITNESS_1.key(), WITNESS_2.key()), 2);

    /// For worlds that stand still.
    static final Patience AT_ONCE = new Patience(Duration.ZERO, InstantSource.system());

    final AuditElection election = AuditElection.INSTANCE;
    final List<byte[]> entries;
    final Map<String, byte[]> files = new HashMap<>();

    /// What the server shows, by path; trees that may be edited.
    final Map<String, Map<String, Object>> shown;

    final List<String> answers = new ArrayList<>();

    @Nullable
    Seen seen;

    @Nullable
    Map<Integer, List<Long>> votes;

    final Auditor auditor;

    private World(List<byte[]> entries) {
        this.entries = new ArrayList<>(entries);
        this.shown = ShownState.of(entries);
        this.auditor = new Auditor(election.definition, this, TRUST, AT_ONCE, found -> {});
        publish();
    }

    /// Honest in everything.
    static World of(long seed) {
        return new World(HonestEntries.of(seed));
    }

    static NoteSigner signer(String name, NoteKey.Type type, int number) {
        try {
            return NoteSigner.of(
                    name,
                    type,
                    Digest.sha256(new byte[] {(byte) number}).bytes(),
                    AuditElection.ED25519);
        } catch (UnfitTextException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Fetched get(String path, int bytesMax) {
        if (shown.containsKey(path)) {
            return new Fetched.Body(json(shown(path)));
        }
        byte[] file = files.get(path);
        return file == null ? new Fetched.Absent(404) : new Fetched.Body(file);
    }

    /// Writes all files of the log anew from the entries, signed and cosigned.
    void publish() {
        files.clear();
        files.put(ElectionAudit.FILE, election.definition.file());
        MerkleTree tree = tree();
        for (TilePath path : Tiles.grown(0, entries.size())) {
            files.put(
                    path.toString(),
                    path.level() == TilePath.ENTRIES
                            ? bundle(path)
                            : Tiles.hashes(tree, tree.size(), path).orElseThrow());
        }
        sign(checkpoint(entries.size()).text());
    }

    /// The same, and shows what an honest server would of these entries.
    void republish() {
        publish();
        shown.clear();
        shown.putAll(ShownState.of(entries));
    }

    private byte[] bundle(TilePath path) {
        int from = (int) path.firstLeaf();
        return Tiles.bundle(entries.subList(from, from + path.width()));
    }

    MerkleTree tree() {
        MerkleTree tree = new MerkleTree();
        entries.forEach(entry -> tree.append(Digest.leafHash(entry)));
        return tree;
    }

    Checkpoint checkpoint(int size) {
        return new Checkpoint(ORIGIN, size, tree().at(size).root());
    }

    /// Publishes a checkpoint's text with every signature that it needs.
    void sign(String text) {
        put(signed(text));
    }

    static Note signed(String text) {
        return new Note(
                text,
                List.of(
                        LOG.sign(text),
                        WITNESS_1.cosign(text, 1_777_000_000),
                        WITNESS_2.cosign(text, 1_777_000_001)));
    }

    void put(Note note) {
        files.put(CheckpointReader.PATH, note.toString().getBytes(UTF_8));
    }

    String text() {
        return checkpoint(entries.size()).text();
    }

    byte[] file(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    /// The path of the partial tile, or bundle, at the end.
    String last(String full) {
        return full + ".p/" + entries.size() % TilePath.WIDTH;
    }

    Map<String, Object> shown(String path) {
        return Objects.requireNonNull(shown.get(path), path);
    }

    /// The leaf of some packet.
    int leaf(RandomGenerator random) {
        return random.nextInt(1, entries.size());
    }

    /// The leaf of some packet of a contest.
    int leafOf(RandomGenerator random, int contest) {
        int leaf = leaf(random);
        while (AuditElection.read(entries.get(leaf)).packet().contest() != contest) {
            leaf = leaf(random);
        }
        return leaf;
    }

    /// The leaf of some packet that follows an earlier revision.
    int amendment(RandomGenerator random) {
        int leaf = leaf(random);
        while (AuditElection.read(entries.get(leaf)).packet().revision() != 2) {
            leaf = leaf(random);
        }
        return leaf;
    }

    /// The leaf of the revision before that of a leaf.
    int before(int leaf) {
        Digest previous = Objects.requireNonNull(
                AuditElection.read(entries.get(leaf)).packet().previous());
        for (int earlier = 1; earlier < leaf; earlier++) {
            if (AuditElection.read(entries.get(earlier)).id().equals(previous)) {
                return earlier;
            }
        }
        throw new IllegalArgumentException("leaf " + leaf + " follows nothing");
    }

    /// The latest packet of some branch in some contest.
    SignedPacket latest(RandomGenerator random) {
        return latest(AuditElection.read(entries.get(leaf(random))).packet());
    }

    /// The leaf of some packet, not the last entry, that is its branch's latest in its
    /// contest.
    int leafOfLatest(RandomGenerator random) {
        int leaf = random.nextInt(1, entries.size() - 1);
        SignedPacket signed = AuditElection.read(entries.get(leaf));
        return latest(signed.packet()).id().equals(signed.id()) ? leaf : leafOfLatest(random);
    }

    private SignedPacket latest(ResultPacket packet) {
        return entries.subList(1, entries.size()).stream()
                .map(AuditElection::read)
                .filter(signed -> signed.packet().branch() == packet.branch()
                        && signed.packet().contest() == packet.contest())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /// Another packet that the branch could have sent in the place of a leaf's.
    byte[] otherPacket(int leaf, RandomGenerator random) {
        ResultPacket packet = AuditElection.read(entries.get(leaf)).packet();
        return AuditElection.sign(HonestEntries.random(
                election,
                random,
                packet.contest(),
                packet.branch(),
                packet.revision(),
                packet.revision() == 1 ? null : AuditElection.read(entries.get(before(leaf))),
                false));
    }

    /// The auditor keeps the checkpoint as it is now.
    void remember() {
        ByteArrayOutputStream leaves = new ByteArrayOutputStream();
        entries.forEach(entry -> leaves.writeBytes(Digest.leafHash(entry).bytes()));
        Checkpoint now = checkpoint(entries.size());
        seen = new Seen(signed(now.text()), now, leaves.toByteArray());
    }

    /// The answer that the branch of a leaf was given, its receipt under the checkpoint of
    /// now.
    Map<String, Object> answer(int leaf) {
        Map<String, Object> answer = new HashMap<>();
        LogFold fold = ShownState.fold(entries);
        Digest id = AuditElection.read(entries.get(leaf)).id();
        LogFold.Placed placed = fold.packet(id);
        if (placed == null) {
            throw new IllegalArgumentException("leaf " + leaf + " counts nowhere");
        }
        answer.put("packet", id.toString());
        answer.put("state", placed.entry().state().word());
        answer.put("seq", leaf + 1L);
        answer.put("contestSeq", placed.entry().contestSeq());
        answer.put("receipt", receipt(leaf).toString());
        return answer;
    }

    Receipt receipt(int leaf) {
        return new Receipt(
                leaf,
                tree().at(entries.size()).inclusion(leaf),
                new Note(text(), List.of(LOG.sign(text()))));
    }

    void keep(Map<String, Object> answer) {
        answers.add(new String(json(answer), UTF_8));
    }

    /// Everything that an audit finds.
    List<Difference> audit() {
        try {
            auditor.extend(Progress.NONE);
            if (auditor.isWhole()) {
                auditor.compare(new Evidence(seen, answers, votes));
                ShownAudit shows = auditor.shown();
                shows.compareAll(LOG.key().toString());
                while (shows.isPending()) {
                    shows.again();
                }
            }
            return auditor.differences();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] json(Object tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            write(json, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> members -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    json.writeFieldName((String) member.getKey());
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
            case List<?> elements -> {
                json.writeStartArray();
                for (Object element : elements) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }
}
