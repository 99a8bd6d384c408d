package org.shomar.loadtest.load;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.SigningKey;
import org.shomar.aggregator.election.rehearsal.KeyFile;
import org.shomar.aggregator.packet.CborSequence;
import org.shomar.aggregator.packet.SignedPacket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A rehearsal's folder, read: who takes part, with which keys, and everybody's first packet.
public final class Roll {
    private final Path folder;
    private final Definition definition;
    private final List<Pair> pairs = new ArrayList<>();

    private Roll(Path folder, Definition definition) {
        this.folder = folder;
        this.definition = definition;
    }

    /// @param folder what `election generate` or `election import` wrote
    public static Roll load(Path folder) throws IOException {
        // The server screens keys; here they are only names of key files.
        KeyDecoder unscreened = raw -> new KeyDecoder.Result.Usable((message, signature) -> false);
        byte[] file = read(folder, "election.json");
        Roll roll = new Roll(
                folder,
                switch (DefinitionLoader.load(file, unscreened)) {
                    case Loaded.Sound sound -> sound.definition();
                    case Loaded.Faulty faulty ->
                        throw new IllegalArgumentException(folder.resolve("election.json") + " has "
                                + faulty.faults().size() + " faults; `election check` names them");
                });
        roll.readPackets(read(folder, "packets.cborseq"));
        return roll;
    }

    private static byte[] read(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no file " + file
                    + "; `./shomar election generate --out DIR` writes one");
        }
        return Files.readAllBytes(file);
    }

    private void readPackets(byte[] file) {
        Set<Long> known = new HashSet<>();
        CborSequence sequence = new CborSequence(new CborSequence.Sink() {
            @Override
            public void message(byte[] message) {
                add(Pair.read(message), known);
            }

            @Override
            public void tooLarge(long offset) {
                broken(offset, "the packet that begins here is too large");
            }

            @Override
            public void broken(long offset, String reason) {
                throw new IllegalArgumentException(
                        folder.resolve("packets.cborseq") + ", byte " + offset + ": " + reason);
            }
        });
        sequence.feed(file);
        sequence.end();
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException(
                    folder.resolve("packets.cborseq") + " is empty; packets are needed");
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
                folder.resolve("keys").resolve(KeyFile.name(branch.branch(), key.role())));
    }
}
