package org.shomar.aggregator.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Encodes a tree of maps, lists, texts and whole numbers as JSON, members in the map's order.
final class JsonText {
    /// Stands for JSON `null`, which only a patch contains: the member goes away.
    static final Object NULL = new Object();

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int BYTES_EXPECTED = 1_024;

    private JsonText() {}

    /// UTF-8, no white space.
    static byte[] encode(Object tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_EXPECTED);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            write(generator, tree);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> members -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    generator.writeFieldName((String) member.getKey());
                    write(generator, member.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> elements -> {
                generator.writeStartArray();
                for (Object element : elements) {
                    write(generator, element);
                }
                generator.writeEndArray();
            }
            case String text -> generator.writeString(text);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Boolean truth -> generator.writeBoolean(truth);
            case Object nothing when nothing == NULL -> generator.writeNull();
            default -> throw new IllegalArgumentException("not in our JSON: " + value.getClass());
        }
    }
}
