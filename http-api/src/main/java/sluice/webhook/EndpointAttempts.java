package sluice.webhook;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.event.OutgoingEvent;
import sluice.webhook.Attempt.Kind;
import sluice.webhook.DeliveryStep.Disabled;

/**
 * Which attempt at an endpoint begins next, and what comes of its end. Tests go first; first attempts and retries have half of the
 * attempts each if both want more.
 */
final class EndpointAttempts {

    private static final int MOST_TESTS = 10;

    private final DeliverySettings settings;
    private final Schedule schedule;
    private final FirstAttempts first;
    private final DueRetries retries;
    private final RateGate rate;
    private final EndpointHealth health;
    private final Unflushed unflushed;
    private final AttemptsUnderWay underWay;
    private final Deque<OutgoingEvent> tests = new ArrayDeque<>();

    /** Retries that were read of events whose first attempt is yet to end (again): how often each was attempted. */
    private final Map<Long, Integer> absorbed = new HashMap<>();

    /** Events that are yet to be read and were retried already: an earlier owner had made their first attempt. */
    private final Set<Long> attemptedAhead = new HashSet<>();

    EndpointAttempts(
            DeliverySettings settings,
            Schedule schedule,
            FirstAttempts first,
            DueRetries retries,
            RateGate rate,
            EndpointHealth health,
            Unflushed unflushed,
            long incarnation) {
        this.settings = settings;
        this.schedule = schedule;
        this.first = first;
        this.retries = retries;
        this.rate = rate;
        this.health = health;
        this.unflushed = unflushed;
        this.underWay = new AttemptsUnderWay(incarnation);
    }

    void add(EventPage page) {
        var unattempted = page.wanted().stream()
                .filter(event -> !retries.holds(event.position()) && !attemptedAhead.remove(event.position()))
                .toList();
        first.add(unattempted, page.through());
    }

    void add(RetryPage page) {
        retries.add(page.due(), page.next(), unflushed::isChanged, this::absorbs);
    }

    private boolean absorbs(DueRetry retry) {
        if (!first.awaits(retry.event().position())) {
            return false;
        }
        absorbed.put(retry.event().position(), retry.made());
        return true;
    }

    /** Ignored if {@link #MOST_TESTS} wait. */
    void test(OutgoingEvent event) {
        if (tests.size() < MOST_TESTS) {
            tests.add(event);
        }
    }

    /** Forgets what waits in memory, and begins after {@code position} when events are next read. */
    void restart(long position) {
        first.restart(position);
        retries.restart();
        absorbed.clear();
        attemptedAhead.clear();
    }

    boolean areUnderWay() {
        return underWay.size() > 0;
    }

    /** Events and retries in memory, for those who check that they are bounded. */
    int inMemory() {
        return first.size()
                + retries.size()
                + underWay.size()
                + unflushed.attempts()
                + absorbed.size()
                + attemptedAhead.size();
    }

    /** Begins as many as may begin now. */
    void begin(Instant now, Alarm alarm, List<DeliveryStep> steps) {
        var slots = health.slots(settings.concurrency());
        while (underWay.size() < slots && underWay.size() + unflushed.attempts() < settings.unflushed()) {
            var wantsTest = !tests.isEmpty();
            var wantsFirst = health.isEnabled() && first.hasReady();
            var wantsRetry = health.isEnabled() && retries.hasReady();
            if (!wantsTest && !wantsFirst && !wantsRetry) {
                return;
            }
            if (rate.opensAt().isAfter(now)) {
                alarm.by(rate.opensAt());
                return;
            }
            rate.passed(now);
            Attempt attempt;
            if (wantsTest) {
                attempt = underWay.begin(tests.remove(), Kind.TEST, 0, now);
            } else if (wantsFirst && !(wantsRetry && underWay.isRetrysTurn())) {
                attempt = underWay.begin(first.begin(), Kind.FIRST, 0, now);
            } else {
                var retry = retries.begin();
                attempt = underWay.begin(retry.event(), Kind.RETRY, retry.made(), now);
            }
            steps.add(new DeliveryStep.Send(attempt));
        }
    }

    /**
     * An attempt has ended.
     *
     * @param chance from 0 to below 1, for the jitter of the next attempt's time
     * @return present if the endpoint is disabled for it
     */
    Optional<Disabled> ended(long number, AttemptResult result, double chance, Instant now) {
        var attempt = underWay.ended(number);
        var position = attempt.event().position();
        var next = Optional.<Instant>empty();
        switch (attempt.kind()) {
            case FIRST -> {
                first.ended(attempt.event());
                var earlier = absorbed.remove(position);
                next = afterwards(position, earlier == null ? 1 : earlier + 1, earlier == null, result, chance, now);
            }
            case RETRY -> {
                retries.ended(position);
                if (position > first.readThrough() && attemptedAhead.size() < settings.windowEvents()) {
                    attemptedAhead.add(position);
                }
                next = afterwards(position, attempt.made() + 1, false, result, chance, now);
            }
            case TEST -> unflushed.hurry(now);
        }
        unflushed.ended(new LoggedAttempt(attempt, result, next), now);
        return health.judge(attempt, result, now);
    }

    private Optional<Instant> afterwards(
            long position, int made, boolean onlyIfAbsent, AttemptResult result, double chance, Instant now) {
        var next = result.isDelivered()
                ? Optional.<Instant>empty()
                : schedule.next(made, now, result.retryAfterAsked(), chance);
        if (next.isPresent()) {
            unflushed.change(new RetryChange.Later(position, made, next.get(), onlyIfAbsent), now);
            retries.dueAt(next.get());
        } else {
            unflushed.change(new RetryChange.Settled(position), now);
        }
        return next;
    }
}
