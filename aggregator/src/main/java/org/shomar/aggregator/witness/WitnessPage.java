package org.shomar.aggregator.witness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.stream.Collectors;

/// What a witness says of itself to people, Persian first, and to monitors. It loads nothing
/// and runs nothing.
final class WitnessPage {
    static final String MEDIA_TYPE = "text/html; charset=utf-8";

    /// The `Content-Security-Policy` to send the page with.
    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";

    private WitnessPage() {}

    static String of(Witness witness) {
        return """
                <!doctype html>
                <html lang="fa" dir="rtl">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s</title>
                <style>
                body { font: 1.1rem/1.9 system-ui, Tahoma, sans-serif; max-width: 45rem;
                  margin: auto; padding: 1rem; }
                h1, h2 { font-size: 1.3rem; }
                code { overflow-wrap: anywhere; }
                table { border-collapse: collapse; width: 100%%; }
                th, td { border-bottom: 1px solid; padding: .3rem .5rem; text-align: start; }
                .alarm { font-weight: bold; color: #c00; }
                [lang=en] { line-height: 1.5; margin-top: 2rem; border-top: 1px solid; }
                </style>
                </head>
                <body>
                <main>
                <h1>شاهد <code dir="ltr">%1$s</code></h1>
                <p>این شاهد تنها وقتی امضا می‌کند که دفتر شمارش نسبت به بار پیش فقط بلندتر شده و
                چیزی در آن عوض یا پاک نشده باشد. کلید آن برای وارسی امضاها:</p>
                <p><code dir="ltr">%2$s</code></p>
                <table>
                <tr><th>دفتر</th><th>ثبت‌ها هنگام آخرین امضا</th><th>وضع</th></tr>
                %3$s</table>
                <section lang="en" dir="ltr">
                <h2>Witness <code>%1$s</code></h2>
                <p>This witness signs only when a log has done nothing but grow since the last
                time: nothing in it was changed or taken away. The key to check its signatures
                with:</p>
                <p><code>%2$s</code></p>
                <table>
                <tr><th>Log</th><th>Entries at the last signature</th><th>State</th></tr>
                %4$s</table>
                </section>
                </main>
                </body>
                </html>
                """.formatted(
                escaped(witness.key().name()),
                escaped(witness.key().toString()),
                rows(witness, "درست", "انشعاب! دو دفتر متفاوت امضا شده است", "دیسک خراب است"),
                rows(witness, "well", "FORK! Two different logs were signed", "disk fails"));
    }

    private static String rows(Witness witness, String well, String fork, String failing) {
        return witness.logs().stream()
                .map(log -> {
                    String state = log.forks() > 0 ? fork : log.failing() ? failing : well;
                    return "<tr><td><code dir=\"ltr\">%s</code></td><td dir=\"ltr\">%d</td>"
                                    .formatted(escaped(log.origin()), log.size())
                            + (state.equals(well) ? "<td>" : "<td class=\"alarm\">")
                            + escaped(state) + "</td></tr>\n";
                })
                .collect(Collectors.joining());
    }

    /// The same for monitors.
    static String health(Witness witness) {
        JsonArray logs = new JsonArray();
        for (WatchedLog log : witness.logs()) {
            JsonArray keys = new JsonArray();
            log.keys().forEach(key -> keys.add(key.toString()));
            logs.add(new JsonObject()
                    .put("origin", log.origin())
                    .put("vkeys", keys)
                    .put("size", log.size())
                    .put("forks", log.forks())
                    .put("failing", log.failing()));
        }
        return new JsonObject()
                .put("witness", witness.key().name())
                .put("vkey", witness.key().toString())
                .put("logs", logs)
                .encode();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
