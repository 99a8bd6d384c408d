package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.KeyDraft;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Decodes every public key, once, and checks roles and officers.
final class KeyChecks {
    private final Draft draft;
    private final Faults faults;
    private final List<Place> places = new ArrayList<>();

    /// Where a key stands; `key` is -1 for an officer's.
    private record Place(int index, int key, KeyDraft draft) {
        String path() {
            return key < 0
                    ? "officers[" + index + "]"
                    : "branches[" + index + "].keys[" + key + "]";
        }
    }

    KeyChecks(Draft draft, Faults faults) {
        this.draft = draft;
        this.faults = faults;
        for (int i = 0; i < draft.branches.size(); i++) {
            List<KeyDraft> keys = draft.branches.get(i).keys();
            for (int j = 0; j < keys.size(); j++) {
                places.add(new Place(i, j, keys.get(j)));
            }
        }
        for (int i = 0; i < draft.officers.size(); i++) {
            places.add(new Place(i, -1, draft.officers.get(i).key()));
        }
    }

    /// Checks all, and answers with the decoded keys, null for the unusable: the branches'
    /// in file order, then the officers'.
    List<@Nullable SigningKey> run(KeyDecoder decoder) {
        checkUnique();
        checkRoles();
        checkOfficers();
        return decode(decoder);
    }

    private void checkUnique() {
        Map<ByteBuffer, Place> first = HashMap.newHashMap(places.size());
        for (Place place : places) {
            Found<byte[]> raw = place.draft().raw();
            Place before =
                    raw == null ? null : first.putIfAbsent(ByteBuffer.wrap(raw.value()), place);
            if (raw != null && before != null) {
                faults.add(
                        raw.line(),
                        place.path() + ".key",
                        "this key is also that of " + before.path());
            }
        }
    }

    private void checkRoles() {
        Set<String> roles = new HashSet<>();
        int branch = -1;
        for (Place place : places) {
            Found<String> role = place.draft().role();
            if (place.key() < 0 || role == null) {
                continue;
            }
            if (place.index() != branch) {
                branch = place.index();
                roles.clear();
            }
            if (!roles.add(role.value())) {
                faults.add(
                        role.line(),
                        place.path() + ".role",
                        "role " + role.value() + " stands twice in this branch");
            }
        }
    }

    private void checkOfficers() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < draft.officers.size(); i++) {
            Found<String> officer = draft.officers.get(i).officer();
            if (officer != null && !names.add(officer.value())) {
                faults.add(
                        officer.line(),
                        "officers[" + i + "].officer",
                        "officer " + officer.value() + " stands here twice");
            }
        }
    }

    /// On all cores: at some 30 microseconds a key this is most of the time of loading a
    /// country.
    private List<@Nullable SigningKey> decode(KeyDecoder decoder) {
        KeyDecoder.Result[] results = IntStream.range(0, places.size())
                .parallel()
                .mapToObj(i -> decode(decoder, places.get(i).draft().raw()))
                .toArray(KeyDecoder.Result[]::new);
        Map<String, String> roles = new HashMap<>();
        List<@Nullable SigningKey> keys = new ArrayList<>(places.size());
        for (int i = 0; i < results.length; i++) {
            keys.add(key(places.get(i), results[i], roles));
        }
        return keys;
    }

    private static KeyDecoder.Result decode(KeyDecoder decoder, @Nullable Found<byte[]> raw) {
        return raw == null
                ? new KeyDecoder.Result.Unusable("reported")
                : decoder.decode(raw.value());
    }

    private @Nullable SigningKey key(
            Place place, KeyDecoder.Result result, Map<String, String> roles) {
        Found<byte[]> raw = place.draft().raw();
        Found<String> role = place.draft().role();
        return switch (result) {
            case KeyDecoder.Result.Unusable(String reason) -> {
                if (raw != null) {
                    faults.add(raw.line(), place.path() + ".key", "unusable key: " + reason);
                }
                yield null;
            }
            case KeyDecoder.Result.Usable(VerificationKey key) ->
                raw == null || role == null
                        ? null
                        : new SigningKey(
                                roles.computeIfAbsent(role.value(), r -> r), raw.value(), key);
        };
    }
}
