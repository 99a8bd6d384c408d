package org.shomar.loadtest.load;

import org.shomar.aggregator.packet.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The shapes of load that a command line can ask for, as stretches of a [Schedule].
public final class Curve {
    private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)?)";
    private static final Pattern RAMP = Pattern.compile(NUMBER + ":" + NUMBER);
    private static final Pattern SPIKE = Pattern.compile(
            NUMBER + ":" + NUMBER + "(?:@([0-9.]+(?:ms|s|m))\\+([0-9.]+(?:ms|s|m)))?");
    private static final Pattern DURATION = Pattern.compile(NUMBER + "(ms|s|m|h)");
    private static final Pattern POINT = Pattern.compile(NUMBER + "[\\s,;]+" + NUMBER);

    /// Where a spike stands in the whole time when nobody says it.
    private static final double SPIKE_BEGINS = 0.4;

    private static final double SPIKE_LASTS = 0.2;

    private static final int HASH_DIGITS = 16;

    /// Of the sum of the times between points.
    private static final double ROUNDING_SECONDS = 1e-6;

    private Curve() {}

    public static List<Schedule.Stretch> constant(double rate, double seconds) {
        return List.of(new Schedule.Stretch(seconds, rate, rate));
    }

    /// @param text such as `100:5000`
    public static List<Schedule.Stretch> ramp(String text, double seconds) {
        Matcher rates = matcher(RAMP, text, "--ramp is FROM:TO in packets/s, such as 100:5000");
        return List.of(new Schedule.Stretch(
                seconds, Double.parseDouble(rates.group(1)), Double.parseDouble(rates.group(2))));
    }

    /// @param text such as `500:5000` (a fifth of the time, in the middle) or
    ///             `500:5000@20s+5s` (from second 20 on, for 5 s)
    public static List<Schedule.Stretch> spike(String text, double seconds) {
        Matcher parts = matcher(
                SPIKE, text, "--spike is BASE:PEAK or BASE:PEAK@START+LENGTH, as 500:5000@20s+5s");
        double base = Double.parseDouble(parts.group(1));
        double peak = Double.parseDouble(parts.group(2));
        boolean placed = parts.group(3) != null;
        double begins = placed ? seconds(parts.group(3)) : seconds * SPIKE_BEGINS;
        double lasts = placed ? seconds(parts.group(4)) : seconds * SPIKE_LASTS;
        if (begins <= 0 || begins + lasts >= seconds) {
            throw new IllegalArgumentException("the spike of " + text
                    + " must begin after 0 s and end before " + seconds + " s; set --for longer");
        }
        return List.of(
                new Schedule.Stretch(begins, base, base),
                new Schedule.Stretch(lasts, peak, peak),
                new Schedule.Stretch(seconds - begins - lasts, base, base));
    }

    /// A file of points, one a line: seconds and packets a second, between which the rate
    /// changes evenly; what follows a `#` is a remark. Equal seconds make a step.
    public static List<Schedule.Stretch> file(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "there is no file " + file + ", which --curve names");
        }
        List<Schedule.Stretch> stretches = points(Files.readAllLines(file), file.toString());
        whole(length(stretches), file + ": the time from the first point to the last");
        return stretches;
    }

    /// What a curve asks for, in short, wherever its file lies: curves that ask for the same
    /// have the same.
    public static String content(List<Schedule.Stretch> stretches) {
        double seconds = length(stretches);
        String hash = Digest.sha256(stretches.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        return String.format(
                Locale.ROOT, "%.0f s, sha256 %s", seconds, hash.substring(0, HASH_DIGITS));
    }

    static List<Schedule.Stretch> points(List<String> lines, String source) {
        List<Schedule.Stretch> stretches = new ArrayList<>();
        double second = Double.NaN;
        double rate = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            String where = source + ":" + (i + 1);
            Matcher point =
                    matcher(POINT, line, where + ": SECONDS RATE is expected, such as 60 1200");
            double nextSecond = Double.parseDouble(point.group(1));
            double nextRate = Double.parseDouble(point.group(2));
            if (nextSecond < second) {
                throw new IllegalArgumentException(where + ": seconds must not go down");
            }
            if (nextSecond > second) {
                stretches.add(new Schedule.Stretch(nextSecond - second, rate, nextRate));
            }
            second = nextSecond;
            rate = nextRate;
        }
        if (stretches.isEmpty()) {
            throw new IllegalArgumentException(
                    source + ": at least two points are needed, such as 0 100 and 60 1200");
        }
        return stretches;
    }

    /// Seconds of a text such as `500ms`, `60s`, `2m` or `1h`.
    public static double seconds(String text) {
        Matcher parts = matcher(
                DURATION,
                text.strip().toLowerCase(Locale.ROOT),
                "a time is a number and ms, s, m or h, such as 60s");
        double number = Double.parseDouble(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> number / 1_000;
            case "m" -> number * 60;
            case "h" -> number * 3_600;
            default -> number;
        };
    }

    /// Seconds of a time that is measured.
    ///
    /// @param option that says it
    public static double measured(String text, String option) {
        return whole(seconds(text), option);
    }

    /// All figures are by the second: a last one that is not whole would pass for one in which
    /// less was asked and served.
    private static double whole(double seconds, String what) {
        if (seconds < 1 || Math.abs(seconds - Math.rint(seconds)) > ROUNDING_SECONDS) {
            throw new IllegalArgumentException(what + " must be whole seconds, 1 at least, as all"
                    + " figures are by the second; not " + seconds + " s");
        }
        return seconds;
    }

    private static double length(List<Schedule.Stretch> stretches) {
        return stretches.stream().mapToDouble(Schedule.Stretch::seconds).sum();
    }

    private static Matcher matcher(Pattern pattern, String text, String expected) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(expected + ", not " + text);
        }
        return matcher;
    }
}
