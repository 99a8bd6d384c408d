package org.shomar.aggregator.command;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.SigningKey;
import org.shomar.aggregator.election.rehearsal.KeyFile;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Ed25519;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = "Signs a packet.json and writes the message to standard output or --out.")
final class PacketSignCommand implements Callable<Integer> {
    @Option(
            names = "--election",
            required = true,
            paramLabel = "FILE",
            description = "the definition, election.json")
    private Path election;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "a key file of the branch; once more for each further signer")
    private List<Path> keys;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description = "packet.json: the payload's names as members; - is standard input")
    private Path in;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where to write, default standard output")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Definition definition = Definitions.require(election);
        String json = new String(Definitions.read(in), StandardCharsets.UTF_8);
        byte[] message = sign(definition, PacketJson.read(json, definition));
        Path target = out;
        if (target == null) {
            System.out.write(message);
            System.out.flush();
        } else {
            Files.write(target, message);
        }
        return Exit.OK;
    }

    private byte[] sign(Definition definition, ResultPacket packet) throws IOException {
        Ed25519 ed25519 = Ed25519.fastest();
        List<byte[]> seeds = new ArrayList<>();
        for (Path key : keys) {
            seeds.add(KeyFile.read(key));
        }
        int signers = definition.contest(packet.contest()).map(Contest::signers).orElse(1);
        if (seeds.size() != signers) {
            throw StopException.usage("contest " + packet.contest() + " asks for " + signers
                    + " signers; give --key as often");
        }
        if (signers == 1) {
            return PacketCodec.sign1(packet, bytes -> ed25519.sign(seeds.getFirst(), bytes));
        }
        List<PacketCodec.RoleSigner> roles = new ArrayList<>();
        for (byte[] seed : seeds) {
            String role = role(definition, packet.branch(), ed25519.publicKey(seed));
            roles.add(new PacketCodec.RoleSigner(role, bytes -> ed25519.sign(seed, bytes)));
        }
        return PacketCodec.sign(packet, roles);
    }

    private static String role(Definition definition, int branchNumber, byte[] publicKey) {
        Branch branch = definition
                .branch(branchNumber)
                .orElseThrow(
                        () -> StopException.usage("the definition has no branch " + branchNumber));
        return branch.keys().stream()
                .filter(key -> java.util.Arrays.equals(key.raw(), publicKey))
                .map(SigningKey::role)
                .findFirst()
                .orElseThrow(() ->
                        StopException.usage("a key file is of no key of branch " + branchNumber));
    }
}
