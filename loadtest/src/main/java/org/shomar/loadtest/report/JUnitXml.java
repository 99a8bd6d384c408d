package org.shomar.loadtest.report;

import java.io.StringWriter;
import java.util.Locale;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A run as JUnit XML, as Surefire writes it: a test case for each threshold, for each line
/// of the audit, for the readers when there were any, and for the generator's health.
final class JUnitXml {
    private static final String SUITE = "org.shomar.loadtest";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private JUnitXml() throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    static String write(RunReport report) {
        try {
            JUnitXml file = new JUnitXml();
            file.suite(report);
            return file.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string refused XML", e);
        }
    }

    private void suite(RunReport report) throws XMLStreamException {
        boolean unfit = report.health().verdict() == Health.Verdict.UNFIT;
        long failures = report.thresholds().stream().filter(t -> !t.met()).count()
                + report.audit().lines().stream().filter(fact -> !fact.ok()).count()
                + (report.readers().stayed() ? 0 : 1)
                + (unfit ? 1 : 0);
        int tests = report.thresholds().size()
                + report.audit().lines().size()
                + (report.readers().isAny() ? 1 : 0)
                + 1;
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", SUITE);
        xml.writeAttribute(
                "time", String.format(Locale.ROOT, "%d", report.seconds().size()));
        xml.writeAttribute("tests", String.valueOf(tests));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("failures", String.valueOf(failures));
        properties(report);
        for (ThresholdResult threshold : report.thresholds()) {
            testCase("threshold", threshold.expression(), threshold.met(), threshold.seen());
        }
        for (Audit.Line fact : report.audit().lines()) {
            testCase(
                    "audit",
                    fact.name().en(),
                    fact.ok(),
                    "expected " + fact.expected() + ", seen " + fact.seen());
        }
        if (report.readers().isAny()) {
            readers(report.readers());
        }
        testCase(
                "generator",
                "kept up",
                !unfit,
                report.health().reason().en(),
                doubt(report.health()));
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void properties(RunReport report) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("properties");
        property("commandLine", report.plan().commandLine());
        property("seed", String.valueOf(report.plan().seed()));
        property("commit", report.environment().commit());
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeEmptyElement("property");
        xml.writeAttribute("name", name);
        xml.writeAttribute("value", printable(value));
    }

    /// Frames that were not measured are a doubt about `shown`, and no failure of the server.
    private void readers(Readers readers) throws XMLStreamException {
        testCase(
                "readers",
                "stayed connected",
                readers.stayed(),
                "dropped " + Readers.byCode(readers.dropped()),
                readers.notKept() == 0
                        ? ""
                        : readers.notKept() + " frames were not measured, the log was full:"
                                + " shown is of those before");
    }

    /// A strained generator is no failure of the run; its figures may be worse than the server
    /// is.
    private static String doubt(Health health) {
        return health.verdict() == Health.Verdict.STRAINED
                ? health.verdict() + " " + health.reason().en()
                : "";
    }

    private void testCase(String group, String name, boolean ok, String seen)
            throws XMLStreamException {
        testCase(group, name, ok, seen, "");
    }

    /// @param said what is worth a word and no failure; empty for nothing
    private void testCase(String group, String name, boolean ok, String seen, String said)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", printable(name));
        xml.writeAttribute("classname", SUITE + "." + group);
        xml.writeAttribute("time", "0");
        if (!ok) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", printable(seen));
            xml.writeAttribute("type", group);
            xml.writeCharacters(printable(name + ": " + seen));
            xml.writeEndElement();
        }
        if (!said.isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(printable(said));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /// XML 1.0 has no place for most control characters, not even escaped.
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> c < ' ' && c != '\n' && c != '\t'
                                || c == 0xFFFE
                                || c == 0xFFFF
                                || c >= 0xD800 && c < 0xE000
                        ? '?'
                        : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
