package org.shomar.aggregator.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The private key of a witness: one line `PRIVATE+KEY+…`, for its owner's eyes alone.
final class WitnessKeyFile {
    private static final int FILE_BYTES_MAX = 4_096;
    private static final int NAME_DIGITS = 8;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private WitnessKeyFile() {}

    /// The key in a file; on the first start it is made.
    ///
    /// @param name of the key; null for the one it has, or one made of the key itself
    static NoteSigner readOrMake(Path file, @Nullable String name, Ed25519 ed25519)
            throws IOException {
        NoteSigner signer = Files.exists(file) ? read(file, ed25519) : make(file, name, ed25519);
        if (name != null && !signer.key().name().equals(name)) {
            throw StopException.usage("the key in " + file + " has the name "
                    + signer.key().name() + ", not " + name
                    + ". A name belongs to a key for ever: leave --name away, or give another --key"
                    + " and --data");
        }
        return signer;
    }

    private static NoteSigner read(Path file, Ed25519 ed25519) throws IOException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new UnfitTextException("it has more than " + FILE_BYTES_MAX + " bytes");
            }
            NoteSigner signer = NoteSigner.parse(Files.readString(file, UTF_8), ed25519);
            if (signer.key().type() != NoteKey.Type.WITNESS) {
                throw new UnfitTextException("it is the key of a log, not of a witness");
            }
            return signer;
        } catch (UnfitTextException e) {
            throw StopException.usage(file + " is no key of a witness: " + e.getMessage());
        }
    }

    private static NoteSigner make(Path file, @Nullable String name, Ed25519 ed25519)
            throws IOException {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        String own = HexFormat.of().formatHex(ed25519.publicKey(seed)).substring(0, NAME_DIGITS);
        NoteSigner signer;
        try {
            signer = NoteSigner.of(
                    name != null ? name : "witness/" + own, NoteKey.Type.WITNESS, seed, ed25519);
        } catch (UnfitTextException e) {
            throw StopException.usage(
                    "--name should be like paper.example/witness: " + e.getMessage());
        }
        write(file, signer.secret() + "\n");
        return signer;
    }

    /// The file is on disk, and was nobody else's to read at any time, when this returns.
    private static void write(Path file, String line) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileAttribute<?>[] attributes = Files.getFileStore(folder == null ? file : folder)
                        .supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
