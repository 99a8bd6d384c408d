package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Goal: what the README promises a newcomer is what happens.
///
/// Method: runs its marked blocks as one script, word for word but for the ports, which are
/// free ones, and stops the server that they left running.
class ReadmeIT {
    private static final Pattern MARKED =
            Pattern.compile("<!-- run by ReadmeIT -->\\n```sh\\n(.*?)```", Pattern.DOTALL);

    /// The first trouble ends the script; SIGTERM to the server in the background, and its
    /// exit code, are part of it.
    private static final String AROUND = """
            set -euo pipefail
            stop() {
              code=$?
              if [ -n "${!:-}" ]; then
                kill -TERM "$!"
                wait "$!" || code=$?
              fi
              exit "$code"
            }
            trap stop EXIT
            """;

    @Test
    void theMarkedBlocksRunAsTheyStand(@TempDir Path folder)
            throws IOException, InterruptedException {
        String script = MARKED.matcher(Shell.readme())
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
        assertThat(script).contains("./shomar serve ", ":8443", ":8080");

        try (Shell shell = new Shell(folder)) {
            Shell.Ended ended = shell.run(Map.of(), "bash", "-c", AROUND + withFreePorts(script));
            assertThat(ended.output())
                    .contains("293 of 293 contests equal expected.json")
                    .contains(promised("([0-9,]+) packets") + " packets in ");
            assertThat(ended.code()).as(ended.output()).isZero();
        }
    }

    /// What the README's text says in words, so that figures cannot grow old there.
    private static String promised(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Shell.readme());
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static String withFreePorts(String script) throws IOException {
        List<String> free = new ArrayList<>();
        try (ServerSocket ingest = new ServerSocket(0);
                ServerSocket reading = new ServerSocket(0);
                ServerSocket ops = new ServerSocket(0)) {
            for (ServerSocket socket : List.of(ingest, reading, ops)) {
                free.add(String.valueOf(socket.getLocalPort()));
            }
        }
        return script.replace(
                        "./shomar serve ",
                        "./shomar serve --ingest-port %s --public-port %s --ops-port %s "
                                .formatted(free.toArray()))
                .replace(":8443", ":" + free.get(0))
                .replace(":8080", ":" + free.get(1));
    }
}
