package org.shomar.aggregator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Goal: data flows right, imports point left, and each outside library stays in its room.
///
/// Method: reads the compiled classes; a room that is not in the table below fails, so the
/// table and the house agree.
class ArchitectureTest {
    private static final String ROOT = "org.shomar.aggregator";

    /// What each room may import of the others. `gauge` stands apart; the root joins them all.
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("packet", List.of()),
            Map.entry("election", List.of("packet")),
            Map.entry("ingress", List.of("packet", "election")),
            Map.entry("verify", List.of("packet", "election")),
            Map.entry("ledger", List.of("packet", "election", "verify")),
            Map.entry("proof", List.of("packet", "election", "verify")),
            Map.entry("witness", List.of("packet", "election", "verify", "proof")),
            Map.entry("fold", List.of("packet", "election")),
            Map.entry("tally", List.of("packet", "election", "verify", "ledger", "fold")),
            Map.entry("feed", List.of("packet", "election", "ingress", "proof", "fold", "tally")),
            Map.entry("audit", List.of("packet", "election", "verify", "proof", "fold")),
            Map.entry("gauge", List.of()));

    /// Outside packages and the only rooms that may touch them.
    private static final Map<String, List<String>> CONFINED = Map.ofEntries(
            Map.entry(
                    "io.vertx.core.http",
                    List.of("ingress", "feed", "gauge", "witness", "command")),
            Map.entry("io.vertx.pgclient", List.of("ledger")),
            Map.entry("io.vertx.sqlclient", List.of("ledger")),
            Map.entry("io.zonky", List.of("ledger")),
            Map.entry("java.lang.foreign", List.of("ledger")),
            Map.entry("org.bouncycastle", List.of("verify")),
            Map.entry("com.amazon.corretto", List.of("verify")),
            Map.entry("com.hazelcast", List.of("tally")),
            Map.entry("io.micrometer", List.of("gauge")),
            Map.entry("com.google.zxing", List.of("command")),
            Map.entry("picocli", List.of("command")));

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> importsOfEachRoomPointLeft() {
        return MAY_IMPORT.keySet().stream()
                .map(room -> DynamicTest.dynamicTest(room, () -> importsPointLeft(room)));
    }

    private static void importsPointLeft(String room) {
        List<String> allowed = new ArrayList<>(MAY_IMPORT.getOrDefault(room, List.of()));
        allowed.add(room);
        ArchRule rule = classes()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should(onlyImportRooms(allowed));
        rule.check(HOUSE);
    }

    @TestFactory
    Stream<DynamicTest> outsideLibrariesStayInTheirRooms() {
        return CONFINED.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    String[] rooms = entry.getValue().stream()
                            .map(room -> ROOT + "." + room + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(rooms)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(entry.getKey() + "..")
                            .check(HOUSE);
                }));
    }

    @Test
    void everyPackageIsARoomOrTheRoot() {
        classes().should(liveInAKnownRoom()).check(HOUSE);
    }

    @Test
    void packetNeedsTheJdkOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".packet..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(ROOT + ".packet..", "java..", "org.jspecify..")
                .check(HOUSE);
    }

    /// What an auditor runs must not be able to ask the server's own parts: whatever class it
    /// reaches, through however many others.
    @Test
    void theAuditorAndWhatItReachesNeedNoServerLibrary() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".audit..")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..",
                        "io.netty..",
                        "com.hazelcast..",
                        "io.zonky..",
                        "io.micrometer..",
                        "picocli..",
                        ROOT + ".ledger..",
                        ROOT + ".tally..",
                        ROOT + ".feed..",
                        ROOT + ".ingress..")
                .check(HOUSE);
    }

    private static ArchCondition<JavaClass> onlyImportRooms(List<String> allowed) {
        return new ArchCondition<>("import only " + allowed) {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                owner.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith(ROOT))
                        .filter(dependency -> !allowed.contains(room(dependency.getTargetClass())))
                        .forEach(dependency -> events.add(
                                SimpleConditionEvent.violated(owner, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInAKnownRoom() {
        return new ArchCondition<>("live in a room of the table, in command or in the root") {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                String room = room(owner);
                if (!room.isEmpty() && !room.equals("command") && !MAY_IMPORT.containsKey(room)) {
                    events.add(SimpleConditionEvent.violated(
                            owner, owner.getName() + " lives in the unknown room " + room));
                }
            }
        };
    }

    /// The first package name below the root; empty for the root itself.
    private static String room(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
    }
}
