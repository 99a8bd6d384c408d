package org.shomar.aggregator.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/// The private key with which a log or a witness signs, in a file of one line
/// `PRIVATE+KEY+…`, for its owner's eyes alone.
public final class LogKeyFile {
    private static final int FILE_BYTES_MAX = 4_096;

    /// Of the public key, in the name of a key that was given none.
    private static final int NAME_DIGITS = 8;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private LogKeyFile() {}

    /// Reads the key.
    ///
    /// @param name what the key must be called, such as `shomar/kerman-1405`; null for any
    /// @throws IOException when the file cannot be read, or is no such key; the message says
    ///     what is expected and never repeats the key
    public static NoteSigner read(Path file, @Nullable String name, NoteKey.Type type)
            throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(
                    file + " is no signing key: it has more than " + FILE_BYTES_MAX + " bytes");
        }
        return parse(new String(Files.readAllBytes(file), UTF_8), file.toString(), name, type);
    }

    /// Reads the key out of a text that came from `source`.
    public static NoteSigner parse(
            String text, String source, @Nullable String name, NoteKey.Type type)
            throws IOException {
        NoteSigner signer;
        try {
            signer = NoteSigner.parse(text, Ed25519.fastest());
        } catch (UnfitTextException unfit) {
            throw new IOException(source + ": " + unfit.getMessage(), unfit);
        }
        NoteKey key = signer.key();
        if (key.type() != type || (name != null && !key.name().equals(name))) {
            throw new IOException(source + " is the key of " + key.name() + " (" + key.type()
                    + "); one of type " + type + (name == null ? "" : " of the name " + name)
                    + " is expected");
        }
        return signer;
    }

    /// Reads the key; makes it first when there is no such file.
    ///
    /// @param name null for the one that the key has; one that is made is then called such as
    ///     `witness/1f3a90cc`, after its public key
    public static NoteSigner readOrMake(Path file, @Nullable String name, NoteKey.Type type)
            throws IOException {
        if (!Files.exists(file)) {
            make(file, name, type);
        }
        return read(file, name, type);
    }

    private static void make(Path file, @Nullable String name, NoteKey.Type type)
            throws IOException {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        Ed25519 ed25519 = Ed25519.fastest();
        String own = HexFormat.of().formatHex(ed25519.publicKey(seed)).substring(0, NAME_DIGITS);
        String called = name != null ? name : type.name().toLowerCase(Locale.ROOT) + "/" + own;
        try {
            write(file, NoteSigner.of(called, type, seed, ed25519).secret() + "\n");
        } catch (UnfitTextException unfit) {
            throw new IOException(
                    "\"" + called + "\" is no name such as paper.example/witness: "
                            + unfit.getMessage(),
                    unfit);
        }
    }

    /// The file is on disk, and was nobody else's to read at any time, when this returns.
    private static void write(Path file, String line) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean posix = Files.getFileStore(folder == null ? file : folder)
                .supportsFileAttributeView("posix");
        try (FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0])) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }
}
