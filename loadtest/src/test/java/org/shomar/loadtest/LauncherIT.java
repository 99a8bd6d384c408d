package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Goal: `./shomar` is all that a newcomer needs to know, and it leaves nothing behind.
///
/// Method: runs the script on what the build has packaged, in a folder with links to the
/// repository.
class LauncherIT {
    private static final Pattern PAGE = Pattern.compile("The page: +(http://\\S+)/");
    private static final int GONE_SECONDS_MAX = 10;

    /// Of the database's own files, from the folder of temporary ones; those below come and
    /// go.
    private static final int DATABASE_DEPTH = 3;

    @Test
    void helpNamesEveryCommand(@TempDir Path folder) throws IOException, InterruptedException {
        try (Shell shell = new Shell(folder)) {
            Shell.Ended help = shell.run(Map.of(), "./shomar", "--help");
            assertThat(help.code()).as(help.output()).isZero();
            assertThat(help.output().lines().map(String::strip))
                    .extracting(line -> line.split(" ", 2)[0])
                    .contains("demo", "serve", "election", "packet", "replay");
        }
    }

    @Test
    void anUnknownCommandIsAMatterOfUsage(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Shell shell = new Shell(folder)) {
            Shell.Ended ended = shell.run(Map.of(), "./shomar", "reply");
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.output()).contains("reply").doesNotContain("\tat ");
        }
    }

    @Test
    void withoutJdk25OneLineSaysWhatToInstall(@TempDir Path folder, @TempDir Path tools)
            throws IOException, InterruptedException {
        for (String tool : List.of("dirname", "readlink", "grep")) {
            Files.copy(
                    Path.of("/usr/bin", tool),
                    tools.resolve(tool),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Map<String, String> environment = Map.of(
                "PATH", tools.toString(),
                "JAVA_HOME", "",
                "SHOMAR_JDKS", folder.toString());
        try (Shell shell = new Shell(folder)) {
            Shell.Ended ended = shell.run(environment, "/usr/bin/bash", "shomar", "--help");
            assertThat(ended.output().lines())
                    .singleElement()
                    .asString()
                    .contains("JDK 25 is missing");
            assertThat(ended.code()).isEqualTo(2);
        }
    }

    @Test
    void theDemoCountsAndLeavesNothingBehind(@TempDir Path folder, @TempDir Path temporary)
            throws IOException, InterruptedException {
        try (Shell shell = new Shell(folder)) {
            Process demo = shell.start(
                    Map.of("SHOMAR_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary),
                    List.of(
                            "./shomar",
                            "demo",
                            "--ingest-port=0",
                            "--public-port=0",
                            "--ops-port=0"));
            try {
                String page = shell.await(demo, () -> page(shell));
                assertThat(shell.await(demo, () -> reported(page))).isPositive();
                List<ProcessHandle> database = database(temporary);

                demo.destroy(); // SIGTERM
                assertThat(shell.end(demo)).as(shell.output()).isZero();
                assertThat(database).allSatisfy(process -> assertThat(process.onExit())
                        .succeedsWithin(GONE_SECONDS_MAX, TimeUnit.SECONDS));
                try (Stream<Path> left = Files.list(temporary)) {
                    assertThat(left.map(Path::getFileName).map(Path::toString))
                            .noneMatch(name -> name.startsWith("shomar"));
                }
            } finally {
                demo.destroy();
            }
        }
    }

    /// The embedded database's processes. They are no children of the demo's: PostgreSQL
    /// goes into the background, and leaves its number in its folder.
    private static List<ProcessHandle> database(Path temporary) throws IOException {
        try (Stream<Path> files = Files.walk(temporary, DATABASE_DEPTH)) {
            Path file = files.filter(each -> each.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            ProcessHandle first = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).getFirst()))
                    .orElseThrow();
            return Stream.concat(Stream.of(first), first.descendants()).toList();
        }
    }

    private static Optional<String> page(Shell shell) {
        try {
            Matcher matcher = PAGE.matcher(shell.output());
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Pairs of branch and contest that are in the totals of some area; empty for none.
    private static Optional<Integer> reported(String page) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body = client.sendAsync(
                            HttpRequest.newBuilder(URI.create(page + "/v1/progress"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .join()
                    .body();
            JsonArray areas = new JsonObject(body).getJsonArray("areas");
            int most = areas.stream()
                    .mapToInt(area -> ((JsonObject) area).getInteger("reported"))
                    .max()
                    .orElse(0);
            return most > 0 ? Optional.of(most) : Optional.empty();
        }
    }
}
