package org.shomar.aggregator.command;

import org.shomar.aggregator.election.rehearsal.Rehearsal;

import java.io.IOException;
import java.nio.file.Path;

/// Writes a rehearsal's four files while a person watches.
final class RehearsalOutput {
    private RehearsalOutput() {}

    static void write(Rehearsal rehearsal, Path folder) throws IOException {
        try (Meter meter = Meter.over("packets", rehearsal.packetCount())) {
            rehearsal.writeTo(folder, meter::stepTo);
        }
        System.out.println(folder.resolve("election.json"));
        System.out.println(folder.resolve("keys") + ": " + rehearsal.keyCount()
                + " keys, for rehearsals only");
        System.out.println(
                folder.resolve("packets.cborseq") + ": " + rehearsal.packetCount() + " packets");
        System.out.println(
                folder.resolve("expected.json") + ": " + rehearsal.expected().size() + " contests");
    }
}
