package org.shomar.aggregator.proof;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a tile is found: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`
/// (c2sp.org/tlog-tiles).
///
/// @param level 0..5, or [#ENTRIES]
/// @param index of the tile in its level, 0..2^40-1
/// @param width hashes or entries in it, 1..256; 256 is full
public record TilePath(int level, long index, int width) {
    /// The level of entry bundles, which lie beside those of level 0.
    public static final int ENTRIES = -1;

    /// Hashes or entries of a full tile.
    public static final int WIDTH = 256;

    /// 2^(8·5) leaves are as many as a tree may have.
    private static final int LEVEL_MAX = 5;

    private static final long INDEX_MAX = (1L << 40) - 1;

    private static final Pattern PATH = Pattern.compile(
            "tile/(entries|[0-5])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TilePath {
        if (level < ENTRIES
                || level > LEVEL_MAX
                || index < 0
                || index > INDEX_MAX
                || width < 1
                || width > WIDTH) {
            throw new IllegalArgumentException(
                    "no tile has level " + level + ", index " + index + " and width " + width);
        }
    }

    /// Reads a path, without a slash in front; empty for anything that is not exactly one.
    public static Optional<TilePath> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level =
                matcher.group(1).equals("entries") ? ENTRIES : matcher.group(1).charAt(0) - '0';
        long index = Long.parseLong(matcher.group(2).replace("x", "").replace("/", ""));
        int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
        if (index > INDEX_MAX || width > WIDTH || matcher.group(3) != null && width == WIDTH) {
            return Optional.empty();
        }
        TilePath tile = new TilePath(level, index, width);
        return tile.toString().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    /// The leaf that a tile of level 0, or a bundle, begins with.
    public long firstLeaf() {
        return index * WIDTH;
    }

    @Override
    public String toString() {
        StringBuilder path = new StringBuilder();
        String digits = Long.toString(index);
        digits = "0".repeat((3 - digits.length() % 3) % 3) + digits;
        for (int at = 0; at < digits.length(); at += 3) {
            boolean last = at + 3 == digits.length();
            path.append(last ? "" : "x").append(digits, at, at + 3).append(last ? "" : "/");
        }
        return "tile/" + (level == ENTRIES ? "entries" : Integer.toString(level)) + '/' + path
                + (width == WIDTH ? "" : ".p/" + width);
    }
}
