package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// Reads a log from its first entry on, judges it and adds it up.
///
/// The cost is a signature verification an entry, on all cores; 180,000 entries take some ten
/// seconds on two. One thread.
public final class Auditor {
    private final Definition definition;
    private final Source source;
    private final Findings findings;
    private final CheckpointReader checkpoints;
    private final TileReader tiles;
    private final EntryReader entries;
    private final LogFold fold;
    private final ForkSearch forks;
    private final Trust trust;
    private final Patience patience;
    private @Nullable Signed verified;
    private @Nullable Instant shorterSince;
    private boolean broken;
    private boolean whole;

    /// @param patience how long a node behind the same address may be behind another; and how
    ///                 long a server may take to show what it has logged, and to sign what it
    ///                 shows
    /// @param listener told of each difference when it is found, from any thread
    public Auditor(
            Definition definition,
            Source source,
            Trust trust,
            Patience patience,
            Consumer<Difference> listener) {
        this.definition = definition;
        this.source = source;
        this.findings = new Findings(listener);
        this.checkpoints = new CheckpointReader(source, trust, findings);
        this.tiles = new TileReader(source, findings, patience);
        this.entries = new EntryReader(tiles, new Judge(definition), findings);
        this.fold = new LogFold(definition, findings);
        this.forks = new ForkSearch(tiles, findings);
        this.trust = trust;
        this.patience = patience;
    }

    /// The key that a server shows as its log's; empty when it shows none. It says who signs,
    /// not whether that is who should.
    public static Optional<String> shownLogKey(Source source) throws IOException {
        return ElectionAudit.logKey(source);
    }

    /// Fetches the newest checkpoint and everything that it covers and that was not read yet.
    /// A shorter one of the same log changes nothing for a while, see [#isBehind].
    ///
    /// @return whether the whole log is read, and its checkpoint is right; once it is not, it
    ///         never is again
    /// @throws NotYetException when a file is missing, and not yet for too long
    /// @throws IOException     when a file cannot be fetched now
    public boolean extend(Progress progress) throws IOException {
        Optional<Signed> read = broken ? Optional.empty() : checkpoints.read();
        if (read.isEmpty()) {
            return false;
        }
        Checkpoint next = read.get().checkpoint();
        if (next.size() < fold.size()) {
            broken = isRewound(next);
            return !broken;
        }
        shorterSince = null;
        broken = !isRead(next, progress) || !hasRoot(next);
        tiles.settled();
        if (!broken) {
            verified = read.get();
        }
        return !broken;
    }

    /// Whether the last checkpoint fetched was a true beginning of what was read, as that of
    /// another node behind the same address is: no longer one for too long is a finding.
    public boolean isBehind() {
        return shorterSince != null && !broken;
    }

    private boolean isRewound(Checkpoint next) throws IOException {
        boolean beginning = fold.tree().at(next.size()).root().equals(next.root());
        Instant since = Objects.requireNonNullElseGet(shorterSince, patience::now);
        shorterSince = since;
        if (beginning && !patience.isOver(since)) {
            return false;
        }
        findings.add(Difference.at(
                Kind.REWIND,
                next.size(),
                "at least " + fold.size() + " entries",
                next.size() + " entries"));
        if (!beginning) {
            forks.find(fold.tree(), next.size());
        }
        return true;
    }

    private boolean isRead(Checkpoint next, Progress progress) throws IOException {
        long had = fold.size();
        if (next.size() == 0) {
            findings.add(Difference.in(
                    Kind.CHECKPOINT_UNFIT, CheckpointReader.PATH, "an entry or more", "none"));
            return false;
        }
        progress.at(had, next.size());
        whole = next.size() == had
                || entries.read(had, next.size(), bundle -> {
                            bundle.forEach(fold::add);
                            progress.at(fold.size(), next.size());
                        })
                        && compareTiles(had, next.size());
        return whole;
    }

    /// The tiles above level 0; a wrong one is a finding and no reason to stop.
    private boolean compareTiles(long from, long to) throws IOException {
        for (TilePath path : Tiles.grown(from, to)) {
            Optional<byte[]> seen = path.level() > 0 ? tiles.hashes(path) : Optional.empty();
            if (seen.isPresent()) {
                compareTile(
                        path, seen.get(), Tiles.hashes(fold.tree(), to, path).orElseThrow());
            }
        }
        return true;
    }

    private void compareTile(TilePath path, byte[] seen, byte[] own) {
        int at = Arrays.mismatch(seen, own);
        if (at >= 0) {
            int hash = at / Digest.BYTES;
            long subtree = path.firstLeaf() + hash;
            findings.add(new Difference(
                    Kind.TILE,
                    subtree << TileReader.LEVELS_OF_A_TILE * path.level(),
                    path + " hash " + hash,
                    Leaves.at(own, hash).toString(),
                    Leaves.at(seen, hash).toString()));
        }
    }

    private boolean hasRoot(Checkpoint next) throws IOException {
        Digest root = fold.tree().at(next.size()).root();
        if (root.equals(next.root())) {
            return true;
        }
        Signed before = verified;
        long seenBefore = before == null ? 0 : before.checkpoint().size();
        if (!forks.find(fold.tree(), seenBefore)) {
            findings.add(Difference.in(
                    seenBefore == next.size() ? Kind.FORK : Kind.ROOT,
                    CheckpointReader.PATH,
                    Checkpoint.base64(root),
                    Checkpoint.base64(next.root())));
        }
        return false;
    }

    /// Compares with what the auditor kept.
    public void compare(Evidence evidence) {
        Seen seen = evidence.seen();
        if (seen != null) {
            compare(seen);
        }
        AnswerAudit audit = new AnswerAudit(trust.logKey(), fold, findings);
        for (int i = 0; i < evidence.answers().size(); i++) {
            if (!evidence.answers().get(i).isBlank()) {
                audit.check("answer " + (i + 1), evidence.answers().get(i));
            }
        }
        Map<Integer, List<Long>> votes = evidence.votes();
        if (votes != null) {
            compare(votes);
        }
    }

    private void compare(Seen seen) {
        if (!seen.note().isSignedBy(trust.logKey())) {
            findings.add(Difference.in(
                    Kind.LOG_KEY,
                    "the checkpoint kept of an earlier audit",
                    "a signature of " + trust.logKey(),
                    "another key's"));
        }
        long size = seen.checkpoint().size();
        if (fold.size() < size) {
            findings.add(Difference.at(
                    Kind.REWIND, fold.size(), size + " entries", fold.size() + " entries"));
        }
        long common = Math.min(size, fold.size());
        for (int leaf = 0; leaf < common; leaf++) {
            Digest had = Leaves.at(seen.leafHashes(), leaf);
            if (!had.equals(fold.tree().leaf(leaf))) {
                findings.add(Difference.at(
                        Kind.FORK, leaf, "leaf " + had, "leaf " + fold.tree().leaf(leaf)));
                return;
            }
        }
    }

    private void compare(Map<Integer, List<Long>> expected) {
        for (Contest contest : definition.contests()) {
            List<Long> wanted = expected.get(contest.contest());
            List<Long> made = votes(contest);
            if (wanted == null || !wanted.equals(made)) {
                findings.add(Difference.in(
                        Kind.EXPECTED, "contest " + contest.contest(), wanted + "", made + ""));
            }
        }
        expected.keySet().stream()
                .filter(number -> definition.contest(number).isEmpty())
                .forEach(number -> findings.add(Difference.in(
                        Kind.EXPECTED, "contest " + number, "no such contest", "totals")));
    }

    private List<Long> votes(Contest contest) {
        Totals totals = totals(contest);
        int place = definition.electorate(contest).areaPlace(contest.area());
        return LongStream.of(totals.areas().get(place).votes()).boxed().toList();
    }

    /// The totals of a contest, from the entries read so far.
    public Totals totals(Contest contest) {
        return fold.tally(contest.contest()).totals();
    }

    /// A comparison with what the server shows, which this auditor's log is extended for.
    public ShownAudit shown() {
        return new ShownAudit(definition, source, fold, findings, patience);
    }

    /// The newest checkpoint that was found right, with the leaves under it.
    public Optional<Seen> verified() {
        Signed last = verified;
        if (last == null) {
            return Optional.empty();
        }
        int size = Math.toIntExact(last.checkpoint().size());
        byte[] leaves = new byte[Math.multiplyExact(size, Digest.BYTES)];
        for (int leaf = 0; leaf < size; leaf++) {
            System.arraycopy(
                    fold.tree().leaf(leaf).bytes(), 0, leaves, leaf * Digest.BYTES, Digest.BYTES);
        }
        return Optional.of(new Seen(last.note(), last.checkpoint(), leaves));
    }

    /// Whether every entry of the last checkpoint could be read, right or wrong: only then
    /// says a comparison with the totals anything.
    public boolean isWhole() {
        return whole;
    }

    /// Entries read so far.
    public long size() {
        return fold.size();
    }

    /// Adds a difference that somebody else found.
    public void report(Difference difference) {
        findings.add(difference);
    }

    /// All differences so far, in the order found, at most 1,000.
    public List<Difference> differences() {
        return findings.all();
    }

    /// How many more there are.
    public long differencesOmitted() {
        return findings.omitted();
    }
}
