package org.shomar.aggregator.command;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.audit.Auditor;
import org.shomar.aggregator.audit.Source;
import org.shomar.aggregator.audit.Trust;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Recomputes everything from public files and needs no trust in the server;"
                + " or checks one receipt offline. Exit 1 when anything differs.")
final class VerifyCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    /// One of these.
    static final class Subject {
        @Option(
                names = "--public",
                paramLabel = "URL",
                description = "the public plane of a server, such as http://127.0.0.1:8080")
        @Nullable
        URI address;

        @Option(
                names = "--tiles",
                paramLabel = "DIR",
                description = "a folder with checkpoint and tile/")
        @Nullable
        Path tiles;

        @Option(
                names = "--receipt",
                paramLabel = "FILE",
                description = "a receipt, or a saved answer with one in it; with --packet and"
                        + " --log-key")
        @Nullable
        Path receipt;
    }

    @Option(
            names = "--election",
            paramLabel = "FILE",
            description = "the definition that the log must be of, election.json")
    private @Nullable Path election;

    @Option(
            names = "--log-key",
            paramLabel = "VKEY",
            description = "the log's key; without it the one that the server shows is taken, with"
                    + " a warning")
    private @Nullable String logKey;

    @Option(
            names = "--witness",
            paramLabel = "VKEY",
            description = "the key of a witness; may be repeated")
    private List<String> witnesses = new ArrayList<>();

    @Option(
            names = "--witnesses-min",
            paramLabel = "N",
            description = "witnesses that each checkpoint must have, default all given")
    private @Nullable Integer witnessesMin;

    @Option(
            names = "--packet",
            paramLabel = "FILE",
            description = "the packet of --receipt, as it was sent")
    private @Nullable Path packet;

    @Option(names = "--json", description = "one JSON object instead of lines")
    private boolean json;

    @Mixin
    private VerifyOptions options;

    @Override
    public Integer call() throws IOException {
        Path receipt = subject.receipt;
        if (receipt != null) {
            return new ReceiptReport(json).check(receipt, required(packet, "--packet"), logKey());
        }
        Definition definition = Definitions.require(required(election, "--election"));
        Source source = source();
        Trust trust = trust(source);
        return options.follows()
                ? options.follow(definition, source, trust)
                : new VerifyRun(definition, source, trust, options, subject.address != null)
                        .run(json);
    }

    private Source source() {
        URI address = subject.address;
        if (address != null) {
            if (address.getHost() == null) {
                throw StopException.usage("--public is an address such as http://127.0.0.1:8080");
            }
            return Source.web(address);
        }
        Path folder = required(subject.tiles, "--tiles");
        if (!Files.isDirectory(folder)) {
            throw StopException.usage("there is no folder " + folder);
        }
        if (options.follows()) {
            throw StopException.usage("--follow goes with --public");
        }
        return Source.folder(folder);
    }

    private Trust trust(Source source) throws IOException {
        NoteKey key = logKey == null ? shownKey(source) : logKey();
        List<NoteKey> keys =
                witnesses.stream().map(text -> key("--witness", text)).toList();
        Integer min = witnessesMin;
        try {
            return new Trust(key, keys, min == null ? keys.size() : min);
        } catch (IllegalArgumentException unfit) {
            throw StopException.usage("--witnesses-min: " + unfit.getMessage());
        }
    }

    private NoteKey shownKey(Source source) throws IOException {
        if (subject.address == null) {
            throw StopException.usage("--log-key is missing; with --tiles it must be given");
        }
        String shown = Auditor.shownLogKey(source)
                .orElseThrow(() -> StopException.usage(
                        "the server shows no logKey at /v1/election; give --log-key"));
        System.err.println("shomar: the log's key was taken from the server itself: " + shown
                + "\nshomar: compare it with one that was published elsewhere, or give --log-key");
        System.err.println("shomar: کلید دفتر از خود کارگزار گرفته شد؛ آن را با کلیدی که جای دیگری"
                + " منتشر شده بسنجید یا ‎--log-key‎ را بدهید");
        return key("logKey of the server", shown);
    }

    private NoteKey logKey() {
        return key("--log-key", required(logKey, "--log-key"));
    }

    private static NoteKey key(String option, String text) {
        try {
            return NoteKey.parse(text, Ed25519.fastest());
        } catch (UnfitTextException unfit) {
            throw StopException.usage(option + ": " + unfit.getMessage());
        }
    }

    private static <T> T required(@Nullable T value, String option) {
        if (value == null) {
            throw StopException.usage("missing option " + option);
        }
        return value;
    }
}
