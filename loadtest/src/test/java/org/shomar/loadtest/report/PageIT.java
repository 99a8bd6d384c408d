package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Goal: the page opens from a file in a real browser, in both languages.
///
/// Method: Chromium without a window prints the document that the page's script built; a frame
/// of a phone's or another width around the page measures what does not fit.
class PageIT {
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"));
    private static final int WAIT_SECONDS = 120;
    private static final Pattern AREA = Pattern.compile("<path class=\"area\"[^>]* d=\"([^\"]*)\"");
    private static final String ALL_FIT = "cut off: 0 of ";
    private static final Pattern BANNER = Pattern.compile("role=\"status\">.*?<p>(.*?)</p>");

    @Test
    void showsARunInBothLanguages(@TempDir Path folder) throws Exception {
        Reports.write(SampleRun.plain(), folder);
        String english = open(folder, "report.html", "");
        assertThat(english)
                .contains("<html lang=\"en\" dir=\"ltr\">", "<title>Load run of Shomar</title>")
                .contains("ack.p50&lt;10ms", "AMD EPYC 7B13")
                .contains("What the server says of itself", "-Xms704m -Xmx960m", "900 MiB")
                .contains("Intended send to counted", "9.10 ms");
        assertThat(banner(english)).startsWith("No threshold was").endsWith("generator kept up.");
        assertThat(charts(english)).isEqualTo(6);
        String persian = open(folder, "report.html", "#fa");
        assertThat(persian)
                .contains("<html lang=\"fa\" dir=\"rtl\">", "گزارش آزمون بار شُمار")
                .contains("۱٫۵۳ میلی‌ثانیه")
                .contains("آنچه سرور از خود می‌گوید", "از ارسال مقرر تا شمارش", "۹۰۰ مبی‌بایت");
        assertThat(banner(persian)).startsWith("هیچ آستانه‌ای").endsWith("عقب نماند.");
        assertThat(charts(persian)).isEqualTo(6);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            generator | English                    | Persian
            STRAINED  | The generator was strained | مولد بار زیر فشار بود
            UNFIT     | The generator could not do | مولد بار نتوانست
            """)
    void saysInItsFirstLineHowTheGeneratorWas(
            Health.Verdict health, String said, String persian, @TempDir Path folder)
            throws Exception {
        RunReport run = SampleRun.with(
                SampleRun.plain(), new Health(150, 0, 0.5, health, Words.same("late")));
        Reports.write(run, folder);
        assertThat(banner(open(folder, "report.html", "")))
                .contains(said)
                .doesNotContain("the generator kept up");
        assertThat(banner(open(folder, "report.html", "#fa")))
                .contains(persian)
                .doesNotContain("عقب نماند");
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
                        new Latencies(none, none, none, none, none),
                        run.counts(),
                        Readers.NONE,
                        run.health(),
                        null,
                        new Audit(List.of()),
                        List.of()),
                folder);
        String page = open(folder, "report.html", "");
        assertThat(page).contains("Nothing was measured.", "Nothing was audited.");
        assertThat(charts(page)).isZero();
    }

    @Test
    void aGapInADistributionIsNotFilled(@TempDir Path folder) throws Exception {
        Histogram twoHumps = new Histogram(3);
        twoHumps.recordValueWithCount(1_000, 90);
        twoHumps.recordValueWithCount(2_000_000, 10);
        Reports.write(SampleRun.with(SampleRun.plain(), twoHumps), folder);
        String area = AREA.matcher(open(folder, "report.html", ""))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(area.chars().filter(letter -> letter == 'M')).hasSize(2);
        assertThat(area.chars().filter(letter -> letter == 'Z')).hasSize(2);
    }

    @ParameterizedTest(name = "{0} px {1}")
    @CsvSource({"390, ''", "390, #fa", "1100, #fa"})
    void noVerdictNoFigureAndNoOptionIsCutOff(int width, String language, @TempDir Path folder)
            throws Exception {
        String mix = "duplicates=5%,amendments=5%,forged=2%,malformed=2%,slow=1%,skew=2%";
        RunReport run = SampleRun.with(
                SampleRun.plain(), SampleRun.plan("./shomar loadtest run --mix " + mix));
        Reports.write(run, folder);
        Files.writeString(folder.resolve("frame.html"), """
                <iframe src="report.html%s" style="width: %dpx; height: 5000px"></iframe>
                <script>
                  onload = () => {
                    const boxes = [...frames[0].document.querySelectorAll(".scroll")]
                      .filter(box => box.querySelector(".mark, .long"));
                    boxes.push(...frames[0].document.querySelectorAll(".tile"));
                    const cut = boxes.filter(box => box.scrollWidth > box.clientWidth);
                    document.title = `cut off: ${cut.length} of ${boxes.length}`;
                  };
                </script>
                """.formatted(language, width));
        assertThat(open(folder, "frame.html", "")).contains(ALL_FIT + 13);
    }

    /// The sentence under the verdict. Elsewhere the document holds all texts, shown or not.
    private static String banner(String page) {
        return BANNER.matcher(page)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no banner in " + page));
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
                        "--allow-file-access-from-files",
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
