package org.shomar.aggregator.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The keys of the logs that a witness is told to watch: a vkey as it is, or the address of a
/// server, whose key is taken on trust once and is then the same for ever.
final class LogKeys {
    private static final Duration FETCH_MAX = Duration.ofSeconds(10);
    private static final long ELECTION_BYTES_MAX = 16L * 1_024 * 1_024;
    private static final String FILE = "trusted-logs";

    private final Path data;
    private final KeyDecoder decoder;

    /// @param data folder in which a key that was taken on trust is kept, as lines `url vkey`
    LogKeys(Path data, KeyDecoder decoder) {
        this.data = data;
        this.decoder = decoder;
    }

    /// @param logs each a vkey, or the address of a public plane
    List<NoteKey> of(List<String> logs) throws IOException, InterruptedException {
        List<NoteKey> keys = new ArrayList<>();
        for (String log : logs) {
            keys.add(
                    log.startsWith("http://") || log.startsWith("https://")
                            ? trusted(log.endsWith("/") ? log.substring(0, log.length() - 1) : log)
                            : parse(
                                    log,
                                    "--log is the vkey of a log, or the address of its server"));
        }
        return keys;
    }

    private NoteKey trusted(String url) throws IOException, InterruptedException {
        Map<String, String> known = known();
        String vkey = known.get(url);
        if (vkey == null) {
            vkey = fetch(url);
            NoteKey key = parse(vkey, url + "/v1/election has a logKey that cannot be used");
            known.put(url, key.toString());
            keep(known);
            warn(url, vkey);
        }
        return parse(vkey, "a key in " + data.resolve(FILE) + " cannot be used");
    }

    private NoteKey parse(String vkey, String otherwise) {
        try {
            return NoteKey.parse(vkey, decoder);
        } catch (UnfitTextException e) {
            throw StopException.usage(otherwise + ": " + e.getMessage());
        }
    }

    private Map<String, String> known() throws IOException {
        Map<String, String> known = new LinkedHashMap<>();
        Path file = data.resolve(FILE);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, UTF_8)) {
                String[] words = line.split(" ", 2);
                if (words.length < 2) {
                    throw StopException.usage(
                            file + " should have lines of an address and a vkey, not: " + line);
                }
                known.put(words[0], words[1]);
            }
        }
        return known;
    }

    private void keep(Map<String, String> known) throws IOException {
        Files.createDirectories(data);
        Path beside = data.resolve(FILE + ".new");
        StringBuilder lines = new StringBuilder();
        known.forEach((url, vkey) -> lines.append(url).append(' ').append(vkey).append('\n'));
        Files.writeString(beside, lines);
        Files.move(beside, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String fetch(String url) throws IOException, InterruptedException {
        URI address;
        try {
            address = URI.create(url + "/v1/election");
        } catch (IllegalArgumentException e) {
            throw StopException.usage("--log " + url + " is no address: " + e.getMessage());
        }
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(FETCH_MAX)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address).timeout(FETCH_MAX).build(),
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofString(UTF_8), ELECTION_BYTES_MAX));
            String vkey = answer.statusCode() == 200
                    ? new JsonObject(answer.body()).getString("logKey")
                    : null;
            if (vkey == null) {
                throw StopException.usage(address + " tells no logKey (status "
                        + answer.statusCode()
                        + "); --log is the public address of a Shomar server, or a vkey");
            }
            return vkey;
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            throw StopException.usage(address + " is not an election: " + e.getMessage());
        } catch (IOException e) {
            throw StopException.usage(
                    address + " cannot be read: " + e + "; start the server, or give the vkey");
        }
    }

    private static void warn(String url, String vkey) {
        System.err.println("""
                shomar: WARNING: the key of the log was taken on trust from %1$s
                    %2$s
                Compare it with the key that the authority published, in print or by telephone. Who
                sits between you and the server could have given you another. From now on only this
                key counts; a different one at this address is not asked for again.
                هشدار: کلید دفتر بدون وارسی از %1$s گرفته شد. آن را با کلیدی که مسئولان انتخابات
                چاپ یا اعلام کرده‌اند حرف به حرف بسنجید. از این پس تنها همین کلید معتبر است.
                """.formatted(url, vkey).stripTrailing());
    }
}
