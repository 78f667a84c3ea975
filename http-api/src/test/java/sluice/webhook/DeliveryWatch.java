package sluice.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sluice.event.OutgoingEvent;
import sluice.webhook.Attempt.Kind;

/** Watches one endpoint's deliveries from outside, knows nothing of how they are decided, and says what was broken. */
final class DeliveryWatch {

    /** The gaps of the schedule, in seconds. */
    private static final List<Integer> GAPS = List.of(5, 295, 1_500, 5_400, 10_800, 18_000, 14_400, 21_600, 14_400);

    /** Something that must always hold does not. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
        final String invariant;

        Broken(String invariant, String message) {
            super(invariant + ": " + message);
            this.invariant = invariant;
        }
    }

    private final DeliverySettings settings;
    private final DeliveryTable table;
    private final Map<Long, String> subjects = new HashMap<>();
    private final Map<String, TreeSet<Long>> bySubject = new HashMap<>();
    private final TreeSet<Long> unattempted = new TreeSet<>();
    private final Set<Long> unfinished = new HashSet<>();
    private final Map<Long, Instant> firstBegun = new HashMap<>();
    private final Map<Long, Integer> attempts = new HashMap<>();
    private @Nullable Instant failingSince;
    private @Nullable Instant lastFailure;
    private int mostInMemory;
    private int begun;

    // What concerns the owner of the moment
    private final Map<Long, Attempt> underWay = new HashMap<>();
    private final Map<Long, Instant> ends = new HashMap<>();
    private final Map<String, Long> lastFirst = new HashMap<>();
    private final Set<Long> knownDelivered = new HashSet<>();
    private final Deque<Instant> lastSecond = new ArrayDeque<>();
    private boolean isOpen = true;

    DeliveryWatch(DeliverySettings settings, DeliveryTable table) {
        this.settings = settings;
        this.table = table;
    }

    Broken broken(String invariant, String message) {
        return new Broken(invariant, message);
    }

    private void check(boolean holds, String invariant, Object about) {
        if (!holds) {
            throw broken(invariant, String.valueOf(about));
        }
    }

    void produced(OutgoingEvent event) {
        subjects.put(event.position(), event.subject());
        bySubject.computeIfAbsent(event.subject(), subject -> new TreeSet<>()).add(event.position());
        unattempted.add(event.position());
        unfinished.add(event.position());
    }

    /** A new owner begins. */
    void begins() {
        underWay.clear();
        ends.clear();
        lastFirst.clear();
        knownDelivered.clear();
        lastSecond.clear();
        failingSince = table.saved().failingSince().orElse(null);
        lastFailure = null;
    }

    void enabled() {
        lastFirst.clear(); // it goes on where the first was that had not ended when it was disabled: others may come
        // again
        knownDelivered.clear();
        failingSince = null;
        lastFailure = null;
    }

    void stepped(EndpointDelivery delivery) {
        isOpen = delivery.status() == EndpointStatus.ENABLED;
        var mustBeOff = lastFailure != null
                && failingSince != null
                && !failingSince.plus(settings.disableAfter()).isAfter(lastFailure);
        check(!isOpen || !mustBeOff, "disabledInTime", String.valueOf(failingSince));
        mostInMemory = Math.max(mostInMemory, delivery.inMemory());
        var most =
                3 * settings.windowEvents() + settings.retriesInHand() + settings.concurrency() + settings.unflushed();
        check(delivery.inMemory() <= most, "memoryIsBounded", delivery.inMemory());
    }

    void begun(Attempt attempt, Instant now) {
        begun++;
        var position = attempt.event().position();
        check(isOpen, "disabledMeansSilent", attempt);
        check(underWay.size() < settings.concurrency(), "concurrencyIsKept", attempt);
        check(
                underWay.values().stream().noneMatch(other -> other.event().position() == position),
                "noEventTwiceAtOnce",
                attempt);
        checkRate(now);
        if (attempt.kind() == Kind.FIRST) {
            checkOrder(attempt, position);
        } else {
            check(!knownDelivered.contains(position), "noRetryOfWhatIsKnownDelivered", attempt);
            check(!unattempted.contains(position), "noRetryBeforeTheFirst", attempt);
            check(table.due(position).filter(due -> due.isAfter(now)).isEmpty(), "noRetryBeforeItsTime", attempt);
        }
        firstBegun.putIfAbsent(position, now);
        attempts.merge(position, 1, Integer::sum);
        underWay.put(attempt.number(), attempt);
    }

    /** At most a burst as large as the rate, and the rate, in any second. */
    private void checkRate(Instant now) {
        while (!lastSecond.isEmpty() && !lastSecond.getFirst().isAfter(now.minusSeconds(1))) {
            lastSecond.removeFirst();
        }
        lastSecond.addLast(now);
        check(lastSecond.size() <= 2 * settings.perSecond(), "rateIsKept", lastSecond.size());
    }

    private void checkOrder(Attempt attempt, long position) {
        var subject = subjectOf(position);
        for (var earlier : requireNonNull(bySubject.get(subject)).headSet(position)) {
            check(!unattempted.contains(earlier), "firstAttemptsAreInOrder", attempt);
        }
        check(
                underWay.values().stream()
                        .noneMatch(other -> other.kind() == Kind.FIRST
                                && subjectOf(other.event().position()).equals(subject)),
                "firstAttemptsAreInOrder",
                attempt);
        var last = lastFirst.put(subject, position);
        check(last == null || last < position, "firstAttemptsAreInOrder", attempt);
    }

    private String subjectOf(long position) {
        return requireNonNull(subjects.get(position));
    }

    void ended(Attempt attempt, AttemptResult result, Instant now) {
        underWay.remove(attempt.number());
        ends.put(attempt.number(), now);
        unattempted.remove(attempt.event().position());
        if (result.isDelivered()) {
            knownDelivered.add(attempt.event().position());
            failingSince = null;
            lastFailure = null;
        } else {
            failingSince = failingSince == null ? attempt.startedAt() : failingSince;
            lastFailure = now;
        }
    }

    void written(DeliveryStep.Flush flush, Instant now) {
        var isForgotten = failingSince != null
                && flush.failingSince().filter(failingSince::isBefore).isPresent();
        check(!isForgotten, "disabledInTime", flush.failingSince());
        var first = unattempted.isEmpty() ? Long.MAX_VALUE : unattempted.first();
        check(flush.position() < first, "belowThePositionAllWereAttempted", flush.position() + " of " + first);
        for (var position : unfinished) { // those that are delivered or given up stay so
            check(
                    position > flush.position()
                            || table.delivered.contains(position)
                            || table.exhausted.contains(position)
                            || table.due(position).isPresent(),
                    "nothingIsLeftOut",
                    position);
        }
        flush.retries().forEach(change -> {
            if (change instanceof RetryChange.Later later) {
                checkGap(flush, later);
            }
        });
        flush.log().forEach(this::checkEnd);
        flush.disabled()
                .ifPresent(disabled -> check(
                        !disabled.failingSince().plus(settings.disableAfter()).isAfter(disabled.at()),
                        "disabledInTime",
                        disabled));
    }

    private void checkGap(DeliveryStep.Flush flush, RetryChange.Later later) {
        var gap = GAPS.get(later.made() - 1) * 1_000L;
        var isFlushed = flush.log().stream()
                .filter(logged -> logged.attempt().event().position() == later.position())
                .filter(logged -> ends.containsKey(logged.attempt().number()))
                .map(logged -> Duration.between(ends.get(logged.attempt().number()), later.due())
                        .toMillis())
                .anyMatch(millis -> millis >= gap * 0.9 - 2 && millis <= gap * 1.1 + 2);
        check(isFlushed, "gapsAreOfTheSchedule", later);
    }

    private void checkEnd(LoggedAttempt logged) {
        var position = logged.attempt().event().position();
        if (logged.result().isDelivered()) {
            unfinished.remove(position);
        } else if (logged.isExhausted()) {
            unfinished.remove(position);
            var lasted =
                    Duration.between(firstBegun.get(position), logged.attempt().startedAt());
            check(lasted.compareTo(Duration.ofMinutes(24 * 54)) >= 0, "givenUpAfterADay", logged);
            check(requireNonNull(attempts.get(position)) >= 10, "givenUpAfterTenAttempts", logged);
        }
    }

    /** How many events were neither delivered nor given up, as far as is written. */
    int unfinished() {
        return unfinished.size();
    }

    int mostInMemory() {
        return mostInMemory;
    }

    int begun() {
        return begun;
    }
}
