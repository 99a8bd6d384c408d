package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// Goal: a build server reads a run as tests, and sees it fail where it failed.
///
/// Method: the file is parsed, and asked for what Surefire's schema requires.
class JUnitXmlTest {
    private static final String MISSED = "ack.p99<50ms & \"more\"";

    @Test
    void aRunWithoutFaultHasNoFailure() throws Exception {
        Element suite = parse(SampleRun.plain());
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        for (String required : List.of("name", "tests", "errors", "skipped", "failures")) {
            assertThat(suite.hasAttribute(required)).as(required).isTrue();
        }
        assertThat(suite.getAttribute("tests")).isEqualTo("6");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(elements(suite, "testcase")).hasSize(6).allSatisfy(test -> {
            assertThat(test.getAttribute("name")).isNotEmpty();
            assertThat(test.getAttribute("time")).matches("\\d+(\\.\\d{1,3})?");
        });
        assertThat(elements(suite, "failure")).isEmpty();
    }

    @Test
    void whatIsMissedDiffersOrIsUnfitFails() throws Exception {
        RunReport run = SampleRun.with(
                SampleRun.plain(),
                List.of(
                        new ThresholdResult(MISSED, "1.40 s", false),
                        new ThresholdResult("ack.p50<10ms", "1.7 ms", true),
                        new ThresholdResult("rate>20000", "19,999.5/s", false)));
        run = SampleRun.with(
                run,
                new Audit(
                        List.of(new Audit.Line(new Words("every total", ""), "12", "11", false))));
        run = SampleRun.with(
                run, new Health(9_000, 0, 1, Health.Verdict.UNFIT, new Words("9 s late", "")));
        Element suite = parse(run);
        assertThat(suite.getAttribute("tests")).isEqualTo("6");
        assertThat(suite.getAttribute("failures")).isEqualTo("4");
        assertThat(elements(suite, "failure"))
                .extracting(failure -> ((Element) failure.getParentNode()).getAttribute("name")
                        + " | " + failure.getAttribute("message")
                        + " | " + failure.getAttribute("type"))
                .containsExactly(
                        MISSED + " | 1.40 s | threshold",
                        "rate>20000 | 19,999.5/s | threshold",
                        "every total | expected 12, seen 11 | audit",
                        "kept up | 9 s late | generator");
    }

    @Test
    void aDroppedReaderIsAFailureAndAFrameNotMeasuredIsSaid() throws Exception {
        Readers readers = SampleRun.readers(new TreeMap<>(Map.of("4000", 3L, "lost", 1L)), 7);
        Element suite = parse(SampleRun.with(SampleRun.plain(), readers));
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(elements(suite, "failure").getFirst().getAttribute("message"))
                .isEqualTo("dropped 4000: 3, lost: 1");
        assertThat(elements(suite, "system-out").getFirst().getTextContent())
                .startsWith("7 frames were not measured");
    }

    @Test
    void aStrainedGeneratorIsNoFailureAndIsSaidInTheWordsOfTheSummary() throws Exception {
        RunReport run = SampleRun.with(
                SampleRun.plain(),
                new Health(120, 0, 1, Health.Verdict.STRAINED, new Words("late by < 1 s", "")));
        Element suite = parse(run);
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(run.verdict()).isEqualTo(RunReport.Verdict.PASSED);
        Element said = elements(suite, "system-out").getLast();
        assertThat(((Element) said.getParentNode()).getAttribute("name")).isEqualTo("kept up");
        assertThat(said.getTextContent()).isEqualTo("STRAINED late by < 1 s");
        assertThat(Reports.summary(run)).contains(said.getTextContent());
        assertThat(elements(parse(SampleRun.plain()), "system-out")).isEmpty();
    }

    @Test
    void whatXmlCannotSayIsReplaced() throws Exception {
        Element suite = parse(
                SampleRun.with(SampleRun.plain(), SampleRun.plan("a\0b\u001bc\ud800d ]]> é")));
        assertThat(elements(suite, "property").getFirst().getAttribute("value"))
                .isEqualTo("a?b?c?d ]]> é");
    }

    private static Element parse(RunReport run)
            throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JUnitXml.write(run))))
                .getDocumentElement();
    }

    private static List<Element> elements(Element within, String name) {
        NodeList nodes = within.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
