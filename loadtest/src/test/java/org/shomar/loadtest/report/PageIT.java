package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Goal: the page opens from a file in a real browser, in both languages.
///
/// Method: Chromium without a window prints the document that the page's script built.
class PageIT {
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"));
    private static final int WAIT_SECONDS = 120;

    @Test
    void showsARunInBothLanguages(@TempDir Path folder) throws Exception {
        Reports.write(SampleRun.plain(), folder);
        String english = open(folder, "report.html", "");
        assertThat(english)
                .contains("<html lang=\"en\" dir=\"ltr\">", "<title>Load run of Shomar</title>")
                .contains("No threshold was missed", "ack.p50&lt;10ms", "AMD EPYC 7B13");
        assertThat(charts(english)).isEqualTo(6);
        String persian = open(folder, "report.html", "#fa");
        assertThat(persian)
                .contains("<html lang=\"fa\" dir=\"rtl\">", "گزارش آزمون بار شُمار")
                .contains("هیچ آستانه‌ای نقض نشد", "۱٫۵۳ میلی‌ثانیه");
        assertThat(charts(persian)).isEqualTo(6);
    }

    @Test
    void showsAComparisonAndNoMarkupOfItsTexts(@TempDir Path folder) throws Exception {
        RunReport a =
                SampleRun.with(SampleRun.plain(), SampleRun.plan("</script><b id=broken>x</b>"));
        RunReport b = SampleRun.of(1.6, 8);
        Reports.write(
                RunComparison.of(
                        new RunComparison.Run("<i>a</i>", a), new RunComparison.Run("b", b)),
                folder);
        String page = open(folder, "compare.html", "");
        assertThat(page)
                .contains("Two load runs of Shomar compared", "▼ worse", "&lt;i&gt;a&lt;/i&gt;")
                .contains("worse ack.p50: ")
                .doesNotContain("<b id=broken>", "<b id=\"broken\">");
        assertThat(charts(page)).isEqualTo(6);
    }

    @Test
    void showsARunThatMeasuredNothing(@TempDir Path folder) throws Exception {
        RunReport run = SampleRun.plain();
        Histogram none = new Histogram(3);
        Reports.write(
                new RunReport(
                        run.environment(),
                        run.plan(),
                        List.of(),
                        new Latencies(none, none, none, none),
                        run.counts(),
                        Readers.NONE,
                        run.health(),
                        new Audit(List.of()),
                        List.of()),
                folder);
        String page = open(folder, "report.html", "");
        assertThat(page).contains("Nothing was measured.", "Nothing was audited.");
        assertThat(charts(page)).isZero();
    }

    private static long charts(String page) {
        return Pattern.compile("<svg [^>]*role=\"img\"").matcher(page).results().count();
    }

    private static String open(Path folder, String file, String language)
            throws IOException, InterruptedException {
        Path browser = BROWSERS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "install the package chromium; as root, ./shomar test does it"));
        Path printed = folder.resolve("printed.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        folder.resolve(file).toUri() + language)
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Chromium did not end within " + WAIT_SECONDS + " s");
        }
        return Files.readString(printed);
    }
}
