package org.shomar.aggregator.command;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;

import java.util.List;
import java.util.TreeSet;

/// A payload as a JSON object whose members have the payload's names; digests are 64 hex
/// digits.
///
/// Members that the definition settles (`version`, `election`, `definition`, `phase`) may
/// be left out when reading, so may `revision` (1), `blank`, `invalid` and `channel` (0).
final class PacketJson {
    private static final List<String> MEMBERS = List.of(
            "version",
            "election",
            "definition",
            "phase",
            "contest",
            "branch",
            "revision",
            "previous",
            "counted_at",
            "issued",
            "cast",
            "blank",
            "invalid",
            "votes",
            "list_votes",
            "channel",
            "note");

    private final JsonObject json;

    private PacketJson(JsonObject json) {
        this.json = json;
    }

    static JsonObject write(ResultPacket packet) {
        JsonObject json = new JsonObject()
                .put("version", 1)
                .put("election", packet.election())
                .put("definition", packet.definition().toString())
                .put("phase", packet.phase().number())
                .put("contest", packet.contest())
                .put("branch", packet.branch())
                .put("revision", packet.revision());
        Digest previous = packet.previous();
        if (previous != null) {
            json.put("previous", previous.toString());
        }
        json.put("counted_at", packet.countedAt())
                .put("issued", packet.ballots().issued())
                .put("cast", packet.ballots().cast())
                .put("blank", packet.ballots().blank())
                .put("invalid", packet.ballots().invalid())
                .put("votes", array(packet.votes()));
        Counts listVotes = packet.listVotes();
        if (listVotes != null) {
            json.put("list_votes", array(listVotes));
        }
        json.put("channel", packet.channel().number());
        return packet.note() == null ? json : json.put("note", packet.note());
    }

    static ResultPacket read(String text, Definition definition) {
        try {
            return new PacketJson(new JsonObject(text)).packet(definition);
        } catch (DecodeException e) {
            throw StopException.usage("the packet is no JSON object: " + e.getMessage());
        }
    }

    private ResultPacket packet(Definition definition) {
        TreeSet<String> unknown = new TreeSet<>(json.fieldNames());
        MEMBERS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw StopException.usage("unknown members " + unknown + "; a packet has " + MEMBERS);
        }
        if (number("version", 1, 1L) != 1) {
            throw StopException.usage("version must be 1");
        }
        return new ResultPacket(
                text("election", definition.election()),
                digest("definition", definition.hash()),
                Phase.values()[
                        (int) number("phase", 1, (long) definition.phase().number())],
                (int) number("contest", Integer.MAX_VALUE, null),
                (int) number("branch", Integer.MAX_VALUE, null),
                (int) number("revision", 65_535, 1L),
                json.containsKey("previous") ? digest("previous", definition.hash()) : null,
                number("counted_at", (1L << 40) - 1, null),
                new Ballots(
                        (int) number("issued", Integer.MAX_VALUE, null),
                        (int) number("cast", Integer.MAX_VALUE, null),
                        (int) number("blank", Integer.MAX_VALUE, 0L),
                        (int) number("invalid", Integer.MAX_VALUE, 0L)),
                counts("votes"),
                json.containsKey("list_votes") ? counts("list_votes") : null,
                Channel.values()[(int) number("channel", Channel.values().length - 1, 0L)],
                json.containsKey("note") ? text("note", "") : null);
    }

    private String text(String member, String absent) {
        Object value = json.getValue(member, absent);
        if (value instanceof String text) {
            return text;
        }
        throw StopException.usage(member + " must be a text, not " + value);
    }

    private Digest digest(String member, Digest absent) {
        return Digest.parse(text(member, absent.toString()))
                .orElseThrow(
                        () -> StopException.usage(member + " must be 64 lower-case hex digits"));
    }

    private long number(String member, long max, @Nullable Long absent) {
        return inRange(member, json.getValue(member, absent), max);
    }

    private static long inRange(String member, @Nullable Object value, long max) {
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 0
                && ((Number) value).longValue() <= max) {
            return ((Number) value).longValue();
        }
        throw StopException.usage(member + " must be a whole number 0.." + max + ", not " + value);
    }

    private Counts counts(String member) {
        if (!(json.getValue(member) instanceof JsonArray array)) {
            throw StopException.usage(member + " must be an array of counts");
        }
        int[] counts = new int[array.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (int) inRange(member + "[" + i + "]", array.getValue(i), Integer.MAX_VALUE);
        }
        return Counts.of(counts);
    }

    private static JsonArray array(Counts counts) {
        JsonArray array = new JsonArray();
        for (int i = 0; i < counts.size(); i++) {
            array.add(counts.get(i));
        }
        return array;
    }
}
