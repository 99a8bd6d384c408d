package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Goal: the page loads nothing, no text of a run becomes markup or script, and every text
/// exists in both languages.
///
/// Method: reads the page as text; hostile plans; the keys in the scripts against the table.
class PageTest {
    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";
    private static final Pattern DATA = Pattern.compile(
            "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern PERSIAN = Pattern.compile("[\\u0600-\\u06ff]");

    @Test
    void loadsNothingFromAnywhere() {
        RunReport run = SampleRun.plain();
        for (String page : List.of(Page.of(run), Page.of(compared(run)))) {
            assertThat(page.replace(SVG_NAMESPACE, ""))
                    .doesNotContainPattern("(?i)https?:|\\bsrc\\s*=|href\\s*=|url\\(|@import")
                    .doesNotContainPattern("fetch\\(|XMLHttpRequest|WebSocket|\\{\\{");
            assertThat(page).contains("default-src 'none'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--<script>",
                "</pre><img onerror=alert(1)>",
                "{{script}} {{data}}",
                "\\u003c \" ' & $1 \\ \u2028 \ud83d\uddf3 می‌شمارد"
            })
    void hostileTextStaysText(String hostile) {
        Plan plan = SampleRun.plan(hostile);
        String page = Page.of(SampleRun.with(SampleRun.plain(), plan));
        assertThat(Pattern.compile("<script", Pattern.LITERAL).matcher(page).results())
                .as("script elements")
                .hasSize(3);
        assertThat(page).doesNotContain("<img", "<!--");
        JsonObject data = new JsonObject(DATA.matcher(page)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow());
        JsonObject shown = data.getJsonArray("runs").getJsonObject(0).getJsonObject("plan");
        assertThat(shown.getString("commandLine")).isEqualTo(hostile);
        assertThat(shown.getString("seed")).isEqualTo("9007199254740993");
    }

    @Test
    void onlyThePagesOwnScriptMayRun() throws Exception {
        String page = Page.of(SampleRun.plain());
        int start = page.lastIndexOf("<script>") + "<script>".length();
        String script = page.substring(start, page.indexOf("</script>", start));
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(script.getBytes(StandardCharsets.UTF_8));
        assertThat(page)
                .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }

    @Test
    void withoutScriptsItShowsTheSummary() {
        assertThat(Page.of(SampleRun.plain()))
                .contains("<noscript><pre>PASSED  load run of 2026-11-21T05:20:53Z");
    }

    @Test
    void everyTextExistsInBothLanguages() {
        JsonObject texts = new JsonObject(Page.resource("texts.json"));
        assertThat(texts.fieldNames()).isNotEmpty().allSatisfy(name -> {
            JsonArray pair = texts.getJsonArray(name);
            assertThat(pair).hasSize(2);
            boolean toggle = name.equals("toggle");
            boolean symbol = name.equals("ratio") || name.equals("unit.perSecond");
            assertThat(PERSIAN.matcher(pair.getString(0)).find()).as(name).isEqualTo(toggle);
            assertThat(PERSIAN.matcher(pair.getString(1)).find() || symbol)
                    .as(name)
                    .isEqualTo(!toggle);
        });
    }

    @Test
    void everyTextThatAScriptNamesExists() {
        JsonObject texts = new JsonObject(Page.resource("texts.json"));
        List<String> named = Pattern.compile("\\bt\\(\"([^\"]+)\"|section\\(\"([a-z]+)\"")
                .matcher(Page.resource("report.js"))
                .results()
                .map(PageTest::name)
                .toList();
        assertThat(named).hasSizeGreaterThan(40);
        assertThat(texts.fieldNames()).containsAll(named);
    }

    private static String name(MatchResult match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    private static RunComparison compared(RunReport run) {
        return RunComparison.of(
                new RunComparison.Run("one", run), new RunComparison.Run("two", run));
    }
}
