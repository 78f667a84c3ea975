package sluice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.event.OutgoingEvent;
import sluice.webhook.DeliveryWatch.Broken;

/** Whole lives of an endpoint in virtual time. {@code -Dsluice.seed} repeats one, {@code -Dsluice.lives} makes more. */
class DeliverySimulationTest {

    private static final int LIVES = Integer.getInteger("sluice.lives", 10);

    static Stream<DeliveryScenario> scenarios() {
        return Stream.of(
                DeliveryScenario.healthy(),
                DeliveryScenario.flapping(),
                DeliveryScenario.crowded(),
                DeliveryScenario.impatient(),
                DeliveryScenario.deadForADay(),
                DeliveryScenario.deadForFiveDays());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyEventIsDeliveredOrGivenUp_inOrderAndWithinItsLimits(DeliveryScenario scenario) {
        var restarts = 0;
        var attempts = 0;
        for (var seed : seeds()) {
            var life = live(scenario, DeliveryParts.SOUND, seed);
            restarts += life.restarts();
            attempts += life.watch().begun();
        }
        System.out.println(scenario + ": " + attempts + " attempts, " + restarts + " owners ended");
        assertTrue(restarts > 0);
    }

    private static List<Long> seeds() {
        var repeated = Long.getLong("sluice.seed");
        return repeated != null
                ? List.of(repeated)
                : new Random().longs(LIVES).boxed().toList();
    }

    private static DeliverySimulation live(DeliveryScenario scenario, DeliveryParts parts, long seed) {
        try {
            return new DeliverySimulation(scenario, parts, seed).run();
        } catch (RuntimeException e) {
            throw new AssertionError("repeat with -Dsluice.seed=" + seed, e);
        }
    }

    @Test
    void endpointThatIsDeadForADay_getsEverythingThatWasNotGivenUp_andStaysEnabled() {
        var seed = new Random().nextLong();
        var table =
                live(DeliveryScenario.deadForADay(), DeliveryParts.SOUND, seed).table();
        assertEquals(EndpointStatus.ENABLED, table.saved().status());
        assertTrue(table.disabled.isEmpty(), () -> "seed " + seed);
        assertFalse(table.exhausted.isEmpty(), () -> "seed " + seed); // those of its first hours
        assertTrue(table.delivered.size() > table.events.size() / 2, () -> "seed " + seed);
    }

    @Test
    void endpointThatIsDeadForFiveDays_isDisabledOnce_andGoesOnWhereItWas() {
        var seed = new Random().nextLong();
        var table = live(DeliveryScenario.deadForFiveDays(), DeliveryParts.SOUND, seed)
                .table();
        assertEquals(1, table.disabled.size(), () -> "seed " + seed);
        assertEquals(EndpointStatus.FAILING, table.disabled.getFirst().reason());
        assertEquals(EndpointStatus.ENABLED, table.saved().status());
    }

    /** A mistake in one part, and who notices it. */
    record Bug(String name, Set<String> noticedBy, DeliveryScenario scenario, DeliveryParts parts) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bug> bugs() {
        return Stream.of(
                new Bug(
                        "the position is what was read",
                        Set.of("belowThePositionAllWereAttempted"),
                        DeliveryScenario.flapping(),
                        firsts(position -> new FirstAttempts(position) {
                            @Override
                            long position() {
                                return readThrough();
                            }
                        })),
                new Bug(
                        "every event is a subject of its own",
                        Set.of("firstAttemptsAreInOrder"),
                        DeliveryScenario.crowded(),
                        firsts(position -> new FirstAttempts(position) {
                            @Override
                            void add(List<OutgoingEvent> events, long through) {
                                super.add(
                                        events.stream()
                                                .map(DeliverySimulationTest::alone)
                                                .toList(),
                                        through);
                            }
                        })),
                new Bug(
                        "a disabled endpoint goes on after what was read",
                        Set.of("nothingIsLeftOut", "belowThePositionAllWereAttempted"),
                        DeliveryScenario.impatient(),
                        firsts(position -> new FirstAttempts(position) {
                            @Override
                            void restart(long after) {
                                super.restart(readThrough());
                            }
                        })),
                new Bug("a rate without an end", Set.of("rateIsKept"), DeliveryScenario.crowded(), new DeliveryParts() {
                    @Override
                    public RateGate rate(int perSecond) {
                        return new RateGate(perSecond) {
                            @Override
                            void passed(Instant now) {}
                        };
                    }
                }),
                new Bug(
                        "a retry that is made is forgotten",
                        Set.of("everyEventComesToItsEnd"),
                        DeliveryScenario.flapping().withOneOwner(),
                        retries(() -> new DueRetries() {
                            @Override
                            void dueAt(Instant due) {}
                        })),
                new Bug(
                        "rows are believed that are about to change",
                        Set.of("noRetryOfWhatIsKnownDelivered", "noRetryBeforeItsTime"),
                        DeliveryScenario.crowded(),
                        retries(() -> new DueRetries() {
                            @Override
                            void add(
                                    List<DueRetry> due,
                                    Optional<Instant> next,
                                    LongPredicate isChanged,
                                    Predicate<DueRetry> isAbsorbed) {
                                super.add(due, next, position -> false, isAbsorbed);
                            }

                            @Override
                            DueRetry.Key readThrough() {
                                return DueRetry.Key.FIRST;
                            }
                        })),
                new Bug(
                        "a schedule of gaps from the first attempt",
                        Set.of("gapsAreOfTheSchedule"),
                        DeliveryScenario.deadForADay(),
                        new DeliveryParts() {
                            @Override
                            public Schedule schedule() {
                                var standard = Schedule.STANDARD;
                                var gaps = standard.gaps().stream()
                                        .map(standard.gaps().getFirst()::plus)
                                        .toList();
                                return new Schedule(gaps, standard.jitter(), standard.longestRetryAfter());
                            }
                        }),
                new Bug(
                        "a new owner forgets for how long it fails",
                        Set.of("disabledInTime"),
                        DeliveryScenario.deadForFiveDays(),
                        new DeliveryParts() {
                            @Override
                            public SavedDelivery found(SavedDelivery saved) {
                                return new SavedDelivery(
                                        saved.flushes(), saved.position(), saved.status(), Optional.empty());
                            }
                        }));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyPlantedBug_isNoticed_byTheInvariantItBreaks(Bug bug) {
        var seed = new Random().nextLong();
        for (var life = 0; life < 20; life++) {
            try {
                new DeliverySimulation(bug.scenario, bug.parts, seed + life).run();
            } catch (Broken broken) {
                assertTrue(bug.noticedBy.contains(broken.invariant), () -> "seed " + seed + ": " + broken.getMessage());
                return;
            }
        }
        throw new AssertionError("nobody noticed, with seed " + seed);
    }

    private static OutgoingEvent alone(OutgoingEvent event) {
        return new OutgoingEvent(event.position(), event.id(), event.type(), event.id(), event.account(), event.body());
    }

    private interface Firsts {
        FirstAttempts from(long position);
    }

    private static DeliveryParts firsts(Firsts firsts) {
        return new DeliveryParts() {
            @Override
            public FirstAttempts first(long position) {
                return firsts.from(position);
            }
        };
    }

    private static DeliveryParts retries(Supplier<DueRetries> retries) {
        return new DeliveryParts() {
            @Override
            public DueRetries retries() {
                return retries.get();
            }
        };
    }
}
