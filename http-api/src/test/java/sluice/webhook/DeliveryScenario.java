package sluice.webhook;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * A world for an endpoint to live in.
 *
 * @param length how long events come
 * @param events how many
 * @param subjects of how many subjects
 * @param isAlive whether the endpoint answers well, by the time since the beginning
 * @param hangs one in so many failures takes the whole 15 s
 * @param restarts one step in so many is an owner's last
 * @param troubles one statement in so many fails, or seems to
 * @param enableAfter how long after it was disabled the endpoint is enabled again
 */
record DeliveryScenario(
        String name,
        Duration length,
        int events,
        int subjects,
        Predicate<Duration> isAlive,
        int hangs,
        int restarts,
        int troubles,
        Duration enableAfter,
        DeliverySettings settings) {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final DeliverySettings SETTINGS = disabledAfter(Duration.ofDays(5));

    private static DeliverySettings disabledAfter(Duration failing) {
        return new DeliverySettings(
                4,
                20,
                40,
                1 << 20,
                30,
                50,
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                failing);
    }

    static DeliveryScenario healthy() {
        return new DeliveryScenario(
                "healthy",
                Duration.ofMinutes(2),
                1_500,
                40,
                time -> true,
                NEVER,
                400,
                50,
                Duration.ofHours(1),
                SETTINGS);
    }

    static DeliveryScenario flapping() {
        return new DeliveryScenario(
                "flapping",
                Duration.ofHours(3),
                600,
                30,
                time -> time.toMinutes() / 7 % 2 == 0,
                5,
                200,
                30,
                Duration.ofHours(1),
                SETTINGS);
    }

    /** Every other attempt or so fails, many events at a time. */
    static DeliveryScenario crowded() {
        return new DeliveryScenario(
                "crowded",
                Duration.ofMinutes(1),
                1_200,
                12,
                time -> time.toMillis() % 1_000 < 500,
                NEVER,
                300,
                20,
                Duration.ofHours(1),
                SETTINGS);
    }

    /** Disabled again and again, with much under way and much waiting. */
    static DeliveryScenario impatient() {
        return new DeliveryScenario(
                "impatient",
                Duration.ofMinutes(20),
                1_500,
                30,
                time -> time.toSeconds() % 90 < 45,
                10,
                500,
                50,
                Duration.ofSeconds(20),
                disabledAfter(Duration.ofSeconds(10)));
    }

    static DeliveryScenario deadForADay() {
        return new DeliveryScenario(
                "dead for a day",
                Duration.ofHours(40),
                300,
                20,
                time -> time.toHours() < 1 || time.toHours() >= 27,
                10,
                500,
                100,
                Duration.ofHours(1),
                SETTINGS);
    }

    static DeliveryScenario deadForFiveDays() {
        return new DeliveryScenario(
                "dead for five days",
                Duration.ofDays(7),
                500,
                20,
                time -> time.toHours() < 1 || time.toDays() >= 6,
                10,
                300,
                100,
                Duration.ofDays(2),
                SETTINGS);
    }

    /** The same with one owner only, who would make up for nothing. */
    DeliveryScenario withOneOwner() {
        return new DeliveryScenario(
                name, length, events, subjects, isAlive, hangs, NEVER, troubles, enableAfter, settings);
    }

    @Override
    public String toString() {
        return name;
    }
}
