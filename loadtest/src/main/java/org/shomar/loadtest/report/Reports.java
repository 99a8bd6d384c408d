package org.shomar.loadtest.report;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The files of a run: where they lie, and how they are written and read.
public final class Reports {
    private static final String RUN = "run.json";
    private static final String SUMMARY = "summary.txt";
    private static final String JUNIT = "junit.xml";
    private static final String PAGE = "report.html";
    private static final String COMPARED_PAGE = "compare.html";
    private static final String COMPARED_TEXT = "compare.txt";

    private Reports() {}

    /// Makes a folder for outputs, if need be.
    static void folder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + " is a file; give --out the name of a folder", e);
        } catch (IOException e) {
            throw new IOException(
                    "the folder " + folder + " cannot be made (" + e + "); give --out another", e);
        }
    }

    /// Writes every output of a run into its folder, which is made when it is missing. What
    /// was there under the same names is replaced.
    ///
    /// @throws IOException when the folder cannot be written
    public static void write(RunReport report, Path folder) throws IOException {
        folder(folder);
        Files.writeString(folder.resolve(RUN), RunJson.write(report));
        Files.writeString(folder.resolve(SUMMARY), summary(report));
        Files.writeString(folder.resolve(JUNIT), JUnitXml.write(report));
        Files.writeString(folder.resolve(PAGE), Page.of(report));
        for (Map.Entry<String, Histogram> named : report.latencies().byName().entrySet()) {
            Files.write(
                    folder.resolve(named.getKey() + ".hgrm"),
                    PercentileFile.write(named.getValue()));
        }
    }

    /// The run in a folder, or in a `run.json`.
    ///
    /// @throws IOException when there is none, or it is none of this program's
    public static RunReport read(Path folderOrFile) throws IOException {
        Path file = Files.isDirectory(folderOrFile) ? folderOrFile.resolve(RUN) : folderOrFile;
        if (!Files.isRegularFile(file)) {
            throw new IOException(file
                    + " does not exist; name a folder that `loadtest run` wrote, or its " + RUN);
        }
        try {
            return RunJson.read(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// For the terminal: some thirty lines of at most 100 columns, unless a text of the plan
    /// is longer.
    public static String summary(RunReport report) {
        return new TextSummary(report).toString();
    }

    /// Writes the page and the text of a comparison into a folder, which is made when it is
    /// missing.
    ///
    /// @throws IOException when the folder cannot be written
    public static void write(RunComparison comparison, Path folder) throws IOException {
        folder(folder);
        Files.writeString(folder.resolve(COMPARED_TEXT), comparison.text());
        Files.writeString(folder.resolve(COMPARED_PAGE), Page.of(comparison));
    }
}
