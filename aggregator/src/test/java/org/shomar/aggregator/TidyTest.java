package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Goal: taste is a test that names the replacement.
///
/// Method: reads every source file of the repository as text.
class TidyTest {
    private static final int LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int MEDIAN_LINES_MAX = 90;
    private static final int COLUMNS_MAX = 100;

    private static final Path REPOSITORY = Path.of(System.getProperty("shomar.root", ".."));

    /// What must not stand in a line of code, and what to do instead.
    private static final List<Ban> BANS = List.of(
            new Ban("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b", "do it, or file an issue"),
            new Ban("Thread\\.sle" + "ep\\(", "wait for the thing itself"),
            new Ban("@Disab" + "led|assume(True|False)\\(", "a test runs or does not exist"),
            new Ban("import .*\\.\\*;", "import each name"),
            new Ban("org\\.mock" + "ito", "use the real part, or a lambda"),
            new Ban(
                    "^(?!.*/// ).*\\bclass \\w*(Util|Utils|Helper|Manager|Impl)\\b",
                    "name what it is"),
            new Ban("\\bclass Abstract\\w*", "compose"),
            new Ban(
                    "\\bextends (?!VerticleBase|RuntimeException|Exception|IOException|\\w+>|Enum|Record|\\?)[A-Z]\\w+ ?\\{",
                    "compose; only VerticleBase and exceptions are extended"));

    private record Ban(Pattern pattern, String instead) {
        Ban(String regex, String instead) {
            this(Pattern.compile(regex), instead);
        }
    }

    private record Source(Path path, List<String> lines) {
        boolean main() {
            return path.toString().contains("/src/main/");
        }
    }

    private static List<Source> sources;

    @BeforeAll
    static void readSources() throws IOException {
        sources = new ArrayList<>();
        for (String module : List.of("aggregator", "loadtest", "benchmarks")) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.add(new Source(file, Files.readAllLines(file)));
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(50);
    }

    @Test
    void noLineHoldsWhatIsBanned() {
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                for (Ban ban : BANS) {
                    if (ban.pattern().matcher(line).find()) {
                        found.add(source.path() + ":" + (i + 1) + ": " + line.strip() + " -> "
                                + ban.instead());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void filesFitOnAFewScreens() {
        List<String> found = sources.stream()
                .filter(source -> source.lines().size() > LINES_MAX)
                .map(source -> source.path() + ": " + source.lines().size() + " lines")
                .toList();
        assertThat(found).as("split these by what they do").isEmpty();
        List<Integer> sizes = sources.stream()
                .filter(Source::main)
                .map(source -> source.lines().size())
                .sorted()
                .toList();
        assertThat(sizes.get(sizes.size() / 2))
                .as("median lines of a file")
                .isLessThanOrEqualTo(MEDIAN_LINES_MAX);
    }

    /// Lines of tables and long literals may be longer: the formatter leaves them alone.
    @Test
    void linesFitOnAScreen() {
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                boolean literal = line.matches(".*[\"|¦].*") || line.startsWith("import ");
                if (line.length() > COLUMNS_MAX && !literal) {
                    found.add(source.path() + ":" + (i + 1));
                }
            }
        }
        assertThat(found).as("lines over %s columns", COLUMNS_MAX).isEmpty();
    }

    /// The formatter indents members by four spaces, so a member's closing brace tells its
    /// length.
    @Test
    void methodsFitOnAScreen() {
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            int start = -1;
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                if (line.matches(" {4}\\S.*[({]") && !line.matches(" {4}([)}@/]).*")) {
                    start = start < 0 || !line.contains("=") ? i : start;
                } else if (line.equals("    }") && start >= 0) {
                    boolean type = source.lines()
                            .get(start)
                            .matches(".*\\b(class|record|interface|enum)\\b.*");
                    if (!type && i - start + 1 > METHOD_LINES_MAX) {
                        found.add(source.path() + ":" + (start + 1) + ": " + (i - start + 1)
                                + " lines");
                    }
                    start = -1;
                }
            }
        }
        assertThat(found).as("methods over %s lines", METHOD_LINES_MAX).isEmpty();
    }

    @Test
    void everyPackageHasADoorSign() {
        List<Path> without = sources.stream()
                .filter(Source::main)
                .map(source -> source.path().getParent())
                .distinct()
                .filter(folder -> {
                    Path sign = folder.resolve("package-info.java");
                    return sources.stream()
                            .noneMatch(source -> source.path().equals(sign)
                                    && String.join("\n", source.lines()).contains("@NullMarked")
                                    && source.lines().getFirst().startsWith("///"));
                })
                .toList();
        assertThat(without)
                .as("packages without a documented @NullMarked package-info.java")
                .isEmpty();
    }

    @Test
    void everyTestClassStatesItsGoalAndMethod() {
        List<Path> without = sources.stream()
                .filter(source -> source.path().getFileName().toString().endsWith("Test.java"))
                .filter(source -> {
                    String text = String.join("\n", source.lines());
                    return !text.contains("/// Goal: ") || !text.contains("/// Method: ");
                })
                .map(Source::path)
                .toList();
        assertThat(without).isEmpty();
    }

    @Test
    void mostTypesAreHidden() {
        Pattern topLevel = Pattern.compile(
                "^(public )?(final |sealed |abstract )*(class|record|interface|enum) ");
        int shown = 0;
        int hidden = 0;
        for (Source source : sources.stream().filter(Source::main).toList()) {
            for (String line : source.lines()) {
                Matcher matcher = topLevel.matcher(line);
                if (matcher.find()) {
                    shown += matcher.group(1) != null ? 1 : 0;
                    hidden += matcher.group(1) == null ? 1 : 0;
                }
            }
        }
        assertThat(hidden).as("hidden types against %s public ones", shown).isGreaterThan(shown);
    }

    @Test
    void theLoadTestImportsPacketAndElectionOnly() {
        List<String> found = sources.stream()
                .filter(source -> source.path().startsWith(REPOSITORY.resolve("loadtest")))
                .flatMap(source -> source.lines().stream())
                .filter(line -> line.startsWith("import org.shomar.aggregator."))
                .filter(line ->
                        !line.matches("import org\\.shomar\\.aggregator\\.(packet|election)\\..*"))
                .toList();
        assertThat(found).isEmpty();
    }
}
