package org.shomar.aggregator.election.rehearsal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/// Writes the four files of a [Rehearsal].
final class RehearsalFiles {
    /// Packets signed at a time, on all cores, before they are written in order.
    private static final int PACKETS_AT_ONCE = 4_096;

    private final Rehearsal rehearsal;
    private final Path directory;

    RehearsalFiles(Rehearsal rehearsal, Path directory) {
        this.rehearsal = rehearsal;
        this.directory = directory;
    }

    void write(LongConsumer progress) throws IOException {
        progress.accept(0);
        Path keys = Files.createDirectories(directory.resolve("keys"));
        Files.write(directory.resolve("election.json"), rehearsal.definition());
        writeKeys(keys);
        writeExpected(directory.resolve("expected.json"));
        writePackets(directory.resolve("packets.cborseq"), progress);
    }

    private void writeKeys(Path keys) throws IOException {
        for (Iterator<Rehearsal.SecretKey> i = rehearsal.keys(); i.hasNext(); ) {
            Rehearsal.SecretKey key = i.next();
            KeyFile.write(keys.resolve(key.file()), key.seed());
        }
    }

    private void writeExpected(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<Integer, long[]> entry : rehearsal.expected().entrySet()) {
                long[] votes = entry.getValue();
                json.writeFieldName(entry.getKey().toString());
                json.writeArray(votes, 0, votes.length);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void writePackets(Path file, LongConsumer progress) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            int count = rehearsal.packetCount();
            for (int from = 0; from < count; from += PACKETS_AT_ONCE) {
                int to = Math.min(count, from + PACKETS_AT_ONCE);
                byte[][] chunk = IntStream.range(from, to)
                        .parallel()
                        .mapToObj(rehearsal::packet)
                        .toArray(byte[][]::new);
                for (byte[] packet : chunk) {
                    out.write(packet);
                }
                progress.accept(to);
            }
        }
    }
}
