package org.shomar.loadtest.load;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.SigningKey;
import org.shomar.aggregator.election.rehearsal.KeyFile;
import org.shomar.aggregator.packet.SignedPacket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A rehearsal's folder, read: who takes part, with which keys, and everybody's first packet.
public final class Roll {
    private final RehearsalFolder folder;
    private final Definition definition;
    private final List<Pair> pairs = new ArrayList<>();

    private Roll(RehearsalFolder folder, Definition definition) {
        this.folder = folder;
        this.definition = definition;
    }

    /// @param path what `election generate` or `election import` wrote
    public static Roll load(Path path) throws IOException {
        RehearsalFolder folder = new RehearsalFolder(path);
        // The server screens keys; here they are only names of key files.
        KeyDecoder unscreened = raw -> new KeyDecoder.Result.Usable((message, signature) -> false);
        byte[] file = folder.read("election.json");
        Roll roll = new Roll(
                folder,
                switch (DefinitionLoader.load(file, unscreened)) {
                    case Loaded.Sound sound -> sound.definition();
                    case Loaded.Faulty faulty ->
                        throw new IllegalArgumentException(path.resolve("election.json") + " has "
                                + faulty.faults().size() + " faults; `election check` names them");
                });
        roll.readPackets();
        return roll;
    }

    private void readPackets() throws IOException {
        Set<Long> known = new HashSet<>();
        folder.packets(first -> add(first, known));
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException(
                    folder.path() + " has no packets in its packets.cborseq; they are needed");
        }
    }

    private void add(SignedPacket first, Set<Long> known) {
        int contestNumber = first.packet().contest();
        int branchNumber = first.packet().branch();
        Contest contest = definition.contest(contestNumber).orElse(null);
        Branch branch = definition.branch(branchNumber).orElse(null);
        if (contest == null
                || branch == null
                || first.packet().revision() != 1
                || !first.packet().definition().equals(definition.hash())
                || !known.add((long) contestNumber << 32 | branchNumber)) {
            throw new IllegalArgumentException("packets.cborseq does not go with election.json:"
                    + " contest " + contestNumber + ", branch " + branchNumber + ", revision "
                    + first.packet().revision() + "; generate the folder again");
        }
        pairs.add(new Pair(pairs.size(), branch, contest, first));
    }

    public Definition definition() {
        return definition;
    }

    /// In the order of the night.
    List<Pair> pairs() {
        return pairs;
    }

    /// The 32-byte seed of a branch's private key.
    byte[] seed(Branch branch, SigningKey key) throws IOException {
        return KeyFile.read(
                folder.path().resolve("keys").resolve(KeyFile.name(branch.branch(), key.role())));
    }
}
