package org.shomar.aggregator.election;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharsetEncoder;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/// Walks one JSON document from front to back and reports, with line and path, what is not
/// of the expected form.
///
/// Every reading method starts at the first token of a value and ends at its last. A value
/// that does not fit is reported, passed over and answered with null, so that one mistake
/// is one fault and the rest is still read.
final class Json implements Closeable {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser parser;
    private final Faults faults;
    private final CharsetEncoder utf8 = UTF_8.newEncoder();

    /// Takes bytes that are known to be UTF-8.
    Json(byte[] file, int offset, Faults faults) throws IOException {
        this.faults = faults;
        ByteArrayInputStream bytes = new ByteArrayInputStream(file, offset, file.length - offset);
        this.parser = FACTORY.createParser(new InputStreamReader(bytes, UTF_8));
    }

    /// Reads the value of one member of an object.
    @FunctionalInterface
    interface MemberReader {
        void read(String name) throws IOException;
    }

    /// Reads one element of an array.
    @FunctionalInterface
    interface ElementReader {
        void read(int index) throws IOException;
    }

    /// Goes to the first token; false when there is none.
    boolean start() throws IOException {
        return parser.nextToken() != null;
    }

    /// Reports what follows the document.
    void end() throws IOException {
        if (parser.nextToken() != null) {
            faults.add(line(), "", "something follows the definition");
        }
    }

    /// Line of the current token, from 1.
    int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /// Reports the current value.
    void fault(String text) {
        fault(line(), text);
    }

    /// Reports the current value, which began on an earlier line.
    void fault(int line, String text) {
        faults.add(line, path(), text);
    }

    /// A value with the line of the current token; null for null.
    <T> @Nullable Found<T> found(@Nullable T value) {
        return value == null ? null : new Found<>(value, line());
    }

    /// Reads an object; false when the value is something else.
    boolean object(Shape shape, MemberReader members) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType("an object");
            return false;
        }
        int line = line();
        BitSet seen = new BitSet(shape.names().size());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            int place = shape.placeOf(name);
            if (place < 0) {
                fault("unknown member" + Spelling.hint(name, shape.names()));
                parser.skipChildren();
            } else if (seen.get(place)) {
                fault("this member stands here twice");
                parser.skipChildren();
            } else {
                seen.set(place);
                members.read(name);
            }
        }
        seen.or(shape.optional());
        int count = shape.names().size();
        for (int i = seen.nextClearBit(0); i < count; i = seen.nextClearBit(i + 1)) {
            fault(line, "missing member \"" + shape.names().get(i) + "\"");
        }
        return true;
    }

    /// Reads an object whose member names are data; the reader says what is wrong with them.
    boolean entries(MemberReader entries) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType("an object");
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            entries.read(name);
        }
        return true;
    }

    void array(ElementReader elements) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType("an array");
            return;
        }
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            elements.read(index);
        }
    }

    /// Passes over a value.
    void skip() throws IOException {
        parser.skipChildren();
    }

    /// A text in Unicode normal form C.
    @Nullable
    String text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongType("a text");
            return null;
        }
        String text = parser.getText();
        if (text.isBlank()) {
            fault("an empty text");
            return null;
        }
        if (!utf8.canEncode(text)) {
            fault("half of a surrogate pair");
            return null;
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            fault("not in Unicode normal form C (NFC)");
            return null;
        }
        return text;
    }

    /// A text that is one of the known words.
    <T> @Nullable T word(List<T> values, Function<T, String> spelling) throws IOException {
        String word = text();
        if (word == null) {
            return null;
        }
        for (T value : values) {
            if (spelling.apply(value).equals(word)) {
                return value;
            }
        }
        List<String> known = values.stream().map(spelling).toList();
        fault("unknown word \"" + word + "\"" + Spelling.hint(word, known) + "; one of "
                + String.join(", ", known));
        return null;
    }

    /// A whole number in a range that lies at 0 or above.
    @Nullable
    Integer number(int min, int max) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            wrongType("a whole number");
            return null;
        }
        if (parser.getNumberType() != JsonParser.NumberType.INT
                || parser.getIntValue() < min
                || parser.getIntValue() > max) {
            fault("a number from " + min + " to " + max + " is expected");
            return null;
        }
        return parser.getIntValue();
    }

    private void wrongType(String expected) throws IOException {
        String found =
                switch (parser.currentToken()) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a text";
                    case VALUE_NUMBER_INT -> "a whole number";
                    case VALUE_NUMBER_FLOAT -> "a number with a fraction";
                    case VALUE_TRUE, VALUE_FALSE -> "true or false";
                    case VALUE_NULL -> "null";
                    case FIELD_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                        throw new IllegalStateException(
                                "no value starts with " + parser.currentToken());
                };
        fault(expected + " is expected, not " + found);
        parser.skipChildren();
    }

    /// Such as `branches[12].keys[0].key`, of the current token.
    private String path() {
        StringBuilder path = new StringBuilder();
        append(path, parser.getParsingContext());
        return path.toString();
    }

    private static void append(StringBuilder path, @Nullable JsonStreamContext context) {
        if (context == null) {
            return;
        }
        append(path, context.getParent());
        if (!context.hasPathSegment()) {
            return;
        }
        if (context.inArray()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject()) {
            path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
