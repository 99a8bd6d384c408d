package org.shomar.aggregator.election;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.List;

/// Reads a definition file and checks it whole.
///
/// First the bytes (UTF-8, no byte order mark), then each member by itself while it is
/// read, then the parts against each other. A file of 60,000 branches takes about a second
/// beside the decoding of its keys, which is done on all cores.
public final class DefinitionLoader {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int CHARS_AT_ONCE = 8_192;

    private DefinitionLoader() {}

    /// Never throws for any bytes.
    ///
    /// @param file the whole file
    /// @param keys may be called from several threads at once
    /// @return the definition, or all that is wrong: up to 1,000 faults, then one that says
    ///         how many were left out
    public static Loaded load(byte[] file, KeyDecoder keys) {
        Faults faults = new Faults();
        Definition definition = read(file, keys, faults);
        return definition == null
                ? new Loaded.Faulty(faults.inFileOrder())
                : new Loaded.Sound(definition);
    }

    private static @Nullable Definition read(byte[] file, KeyDecoder keys, Faults faults) {
        int offset = 0;
        if (file.length >= BYTE_ORDER_MARK.length
                && ByteBuffer.wrap(file, 0, BYTE_ORDER_MARK.length)
                        .equals(ByteBuffer.wrap(BYTE_ORDER_MARK))) {
            faults.add(1, "", "the file starts with a byte order mark; it must start with {");
            offset = BYTE_ORDER_MARK.length;
        }
        int broken = firstNotUtf8(file);
        if (broken >= 0) {
            faults.add(lineAt(file, broken), "", "not UTF-8 at byte " + broken);
            return null;
        }
        Draft draft = new Draft();
        if (!parse(file, offset, draft, faults)) {
            return null;
        }
        AreaTree tree = AreaTree.check(draft, faults);
        new ReferenceChecks(draft, tree, faults).run();
        List<@Nullable SigningKey> decoded = new KeyChecks(draft, faults).run(keys);
        return faults.isEmpty() ? new DefinitionBuilder(draft, tree, decoded).build(file) : null;
    }

    /// Whether the file could be read to its end.
    private static boolean parse(byte[] file, int offset, Draft draft, Faults faults) {
        try (Json json = new Json(file, offset, faults)) {
            return parse(json, draft, faults);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    private static boolean parse(Json json, Draft draft, Faults faults) throws IOException {
        try {
            if (!json.start()) {
                faults.add(1, "", "the file is empty");
                return false;
            }
            boolean object = new DefinitionReader(json, faults, draft).read();
            json.end();
            return object;
        } catch (JsonProcessingException notJson) {
            JsonLocation at = notJson.getLocation();
            int line = at == null ? json.line() : at.getLineNr();
            faults.add(line, "", "not JSON: " + firstLine(notJson.getOriginalMessage()));
            return false;
        }
    }

    /// Place of the first byte that no UTF-8 text has there, -1 when there is none.
    private static int firstNotUtf8(byte[] file) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(file);
        CharBuffer out = CharBuffer.allocate(CHARS_AT_ONCE);
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : -1;
    }

    private static int lineAt(byte[] file, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            if (file[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
