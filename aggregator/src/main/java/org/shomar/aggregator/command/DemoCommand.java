package org.shomar.aggregator.command;

import io.vertx.core.Vertx;

import org.shomar.aggregator.Server;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.verify.Ed25519;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "A rehearsal election of Kerman's 2,400 branches, reporting live.")
final class DemoCommand implements Callable<Integer> {
    private static final String KERMAN = "IR-08";
    private static final int KERMAN_MINUTES = 4;
    private static final int COUNTRY_MINUTES = 15;

    @Option(names = "--country", description = "all 60,000 branches of the country")
    private boolean country;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "another night, default ${DEFAULT-VALUE}")
    private long seed = 1405;

    @Mixin
    private NodeOptions node;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Rehearsal rehearsal = rehearsal();
        Path data = Files.createTempDirectory("shomar-demo");
        Server server = new Server(load(rehearsal), node.config(data, null, null, false, null));
        Termination.start(server, () -> {
            server.close();
            delete(data);
        });
        System.out.println("The page:  " + server.reading() + "/");
        System.out.println("Branches send to " + server.ingest() + "; metrics at " + server.ops()
                + "/metrics");
        System.out.println("Ctrl-C ends the demo; its data is not kept.");
        Vertx vertx = Vertx.vertx();
        PacketSender sender =
                new PacketSender(vertx, URI.create(server.ingest()), server.certificate());
        int minutes = country ? COUNTRY_MINUTES : KERMAN_MINUTES;
        Thread.ofVirtual().start(new Night(rehearsal, sender, minutes));
        Termination.await();
        return Exit.OK;
    }

    private Rehearsal rehearsal() {
        System.err.println("shomar: making the election");
        String area = country ? Generate.Options.WHOLE_COUNTRY : KERMAN;
        Generate.Options options = new Generate.Options(area, 0, 0, seed);
        return switch (Generate.rehearsal(options, Ed25519.fastest())) {
            case Generate.Generated.Ready ready -> ready.rehearsal();
            case Generate.Generated.Unusable unusable ->
                throw new IllegalStateException(unusable.reason());
        };
    }

    private static Definition load(Rehearsal rehearsal) {
        return switch (DefinitionLoader.load(rehearsal.definition(), Ed25519.fastest())) {
            case Loaded.Sound sound -> sound.definition();
            case Loaded.Faulty faulty ->
                throw new IllegalStateException(
                        "the generated election is faulty: " + faulty.faults());
        };
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("shomar: " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
