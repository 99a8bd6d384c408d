package org.shomar.aggregator.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/// The private key of a log or a witness in a file of one line, readable by its owner only.
public final class LogKeyFile {
    private static final int FILE_BYTES_MAX = 1_024;

    private LogKeyFile() {}

    /// Reads the key.
    ///
    /// @param name what the key must be called, such as `shomar/kerman-1405`
    /// @throws IOException when the file cannot be read, or is no such key; the message says
    ///     what is expected and never repeats the key
    public static NoteSigner read(Path file, String name, NoteKey.Type type) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(file + " is no signing key: it is too large");
        }
        return parse(Files.readString(file), file.toString(), name, type);
    }

    /// Reads the key out of a text that came from `source`.
    public static NoteSigner parse(String text, String source, String name, NoteKey.Type type)
            throws IOException {
        NoteSigner signer;
        try {
            signer = NoteSigner.parse(text, Ed25519.fastest());
        } catch (UnfitTextException unfit) {
            throw new IOException(source + ": " + unfit.getMessage(), unfit);
        }
        if (!signer.key().name().equals(name) || signer.key().type() != type) {
            throw new IOException(source + " is the key of " + signer.key().name() + " ("
                    + signer.key().type() + "), not of " + name + " (" + type + ")");
        }
        return signer;
    }

    /// Reads the key; makes it first when there is no such file.
    public static NoteSigner readOrMake(Path file, String name, NoteKey.Type type)
            throws IOException {
        if (!Files.exists(file)) {
            make(file, name, type);
        }
        return read(file, name, type);
    }

    private static void make(Path file, String name, NoteKey.Type type) throws IOException {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        String line;
        try {
            line = NoteSigner.of(name, type, seed, Ed25519.fastest()).secret() + "\n";
        } catch (UnfitTextException unfit) {
            throw new IOException(unfit.getMessage(), unfit);
        }
        try (FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }
}
