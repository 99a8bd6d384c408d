package org.shomar.aggregator.command;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Fault;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Loads definitions for the commands, and says what is wrong with them in one way.
final class Definitions {
    private Definitions() {}

    static Loaded load(Path file) {
        return DefinitionLoader.load(read(file), Ed25519.fastest());
    }

    /// The definition, or an end of the command that names every fault.
    static Definition require(Path file) {
        return switch (load(file)) {
            case Loaded.Sound sound -> sound.definition();
            case Loaded.Faulty faulty -> {
                print(file, faulty.faults(), System.err);
                throw StopException.usage(file + " has " + faulty.faults().size()
                        + " faults; mend them and start again");
            }
        };
    }

    static void print(Path file, List<Fault> faults, PrintStream out) {
        for (Fault fault : faults) {
            out.println(file + ":" + fault.line() + ": " + fault.path() + ": " + fault.text());
        }
    }

    static byte[] read(Path file) {
        try {
            return file.toString().equals("-")
                    ? System.in.readAllBytes()
                    : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw StopException.usage("there is no file " + file);
        } catch (IOException e) {
            throw StopException.usage("cannot read " + file + ": " + e.getMessage());
        }
    }
}
