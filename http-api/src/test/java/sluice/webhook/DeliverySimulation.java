package sluice.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.event.OutgoingEvent;

/** One endpoint in virtual time: its owners, its database and its receiver, in one thread and by one seed. */
final class DeliverySimulation {

    static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    private record Happening(Instant at, long tie, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            var byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(tie, other.tie);
        }
    }

    private final DeliveryScenario scenario;
    private final DeliveryParts parts;
    private final Random random;
    private final PriorityQueue<Happening> ahead = new PriorityQueue<>();
    private final DeliveryTable table;
    private final DeliveryWatch watch;
    private Instant now = BEGIN;
    private long ties;
    private int owner;
    private @Nullable EndpointDelivery delivery;
    private @Nullable Instant wakesAt;
    private int produced;
    private long lastPosition;
    private int restarts;
    private boolean isEnabling;

    DeliverySimulation(DeliveryScenario scenario, DeliveryParts parts, long seed) {
        this.scenario = scenario;
        this.parts = parts;
        this.random = new Random(seed);
        this.table = new DeliveryTable(Schedule.STANDARD.attempts());
        this.watch = new DeliveryWatch(scenario.settings(), table);
    }

    /**
     * Lives until every event has come to its end.
     *
     * @throws DeliveryWatch.Broken naming what was broken
     */
    DeliverySimulation run() {
        produceNext();
        begin();
        var end = BEGIN.plus(scenario.length()).plus(Duration.ofDays(6));
        while (!isOver()) {
            var next = ahead.remove();
            now = next.at;
            if (now.isAfter(end)) {
                throw watch.broken("everyEventComesToItsEnd", watch.unfinished() + " of " + produced + " have not");
            }
            next.what.run();
        }
        return this;
    }

    private boolean isOver() {
        return produced == scenario.events() && table.waiting() == 0 && watch.unfinished() == 0;
    }

    DeliveryTable table() {
        return table;
    }

    DeliveryWatch watch() {
        return watch;
    }

    int restarts() {
        return restarts;
    }

    private void later(Duration delay, Runnable what) {
        ahead.add(new Happening(now.plus(delay), ties++, what));
    }

    /** Something that only this owner hears of. */
    private void tell(Duration delay, Function<EndpointDelivery, List<DeliveryStep>> what) {
        var to = owner;
        later(delay, () -> {
            if (to == owner && delivery != null) {
                carryOut(what.apply(delivery));
            }
        });
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(from + random.nextInt(to - from));
    }

    private boolean oneIn(int many) {
        return many != Integer.MAX_VALUE && random.nextInt(many) == 0;
    }

    private void produceNext() {
        var gap = (int) (scenario.length().toMillis() / scenario.events());
        later(
                oneIn(5) ? millis(0, 10 * gap + 1) : millis(0, Math.min(gap, 300) + 1),
                () -> { // they come in bursts
                    lastPosition += 1 + random.nextInt(3);
                    var subject = "order-" + random.nextInt(scenario.subjects());
                    var event = new OutgoingEvent(
                            lastPosition, "event-" + lastPosition, "order.placed", subject, null, "{}");
                    table.events.put(lastPosition, event);
                    watch.produced(event);
                    if (!oneIn(5)) {
                        tell(millis(0, 20), told -> told.onNews(now));
                    }
                    if (++produced < scenario.events()) {
                        produceNext();
                    }
                });
    }

    private void begin() {
        owner++;
        watch.begins();
        var saved = parts.found(table.takenBy(owner));
        delivery = new EndpointDelivery(
                scenario.settings(),
                parts.schedule(),
                saved,
                parts.first(saved.position()),
                parts.retries(),
                parts.rate(scenario.settings().perSecond()));
        wakesAt = null;
        carryOut(delivery.onTime(now));
    }

    private void carryOut(List<DeliveryStep> steps) {
        if (delivery == null) {
            throw new IllegalStateException();
        }
        watch.stepped(delivery);
        for (var step : steps) {
            switch (step) {
                case DeliveryStep.Send(var attempt) -> attempt(attempt);
                case DeliveryStep.ReadEvents read -> {
                    if (oneIn(scenario.troubles())) {
                        tell(millis(1, 2_000), told -> told.onEventsNotRead(read.number(), now));
                    } else {
                        tell(
                                millis(1, oneIn(9) ? 600 : 20),
                                told -> told.onEventsRead(read.number(), table.read(read), now));
                    }
                }
                case DeliveryStep.ReadRetries read -> {
                    if (oneIn(scenario.troubles())) {
                        tell(millis(1, 2_000), told -> told.onRetriesNotRead(read.number(), now));
                    } else {
                        var page = table.read(read); // as it is now, and answered later
                        tell(millis(1, oneIn(3) ? 600 : 20), told -> told.onRetriesRead(read.number(), page, now));
                    }
                }
                case DeliveryStep.Flush flush -> write(flush);
            }
        }
        if (oneIn(scenario.restarts())) {
            restarts++;
            delivery = null;
            owner++;
            later(millis(0, 30_000), this::begin);
        } else {
            sleep(delivery.wakeAt());
        }
    }

    private void sleep(Optional<Instant> until) {
        if (until.isEmpty() || until.get().equals(wakesAt)) {
            return;
        }
        if (!until.get().isAfter(now)) {
            throw watch.broken("wakesLater", "wakes at " + until.get());
        }
        wakesAt = until.get();
        tell(Duration.between(now, until.get()), told -> {
            if (now.equals(wakesAt)) {
                wakesAt = null;
            }
            return told.onTime(now);
        });
    }

    private void write(DeliveryStep.Flush flush) {
        var by = owner;
        var fails = oneIn(scenario.troubles());
        var isWritten = !fails || random.nextBoolean();
        if (isWritten) {
            later(millis(0, 10), () -> {
                if (table.isOwnedBy(by) && table.write(flush)) {
                    watch.written(flush, now);
                    enableIfDisabled();
                }
            });
        }
        tell(
                millis(10, fails ? 5_000 : 20),
                told -> fails ? told.onFlushFailed(flush.number(), now) : told.onFlushed(flush.number(), now));
    }

    private void enableIfDisabled() {
        if (table.saved().status() != EndpointStatus.ENABLED && !isEnabling) {
            isEnabling = true;
            later(scenario.enableAfter(), this::enable);
        }
    }

    private void enable() {
        if (delivery == null) {
            later(Duration.ofMinutes(1), this::enable);
        } else if (table.saved().status() == EndpointStatus.ENABLED) {
            isEnabling = false;
        } else {
            watch.enabled();
            carryOut(delivery.enable(now));
            later(Duration.ofMinutes(1), this::enable); // again, if the owner ended before it had written that
        }
    }

    private void attempt(Attempt attempt) {
        watch.begun(attempt, now);
        var isAlive = scenario.isAlive().test(Duration.between(BEGIN, now));
        var took = isAlive ? millis(5, 200) : oneIn(scenario.hangs()) ? Duration.ofSeconds(15) : millis(1, 30);
        AttemptResult result = isAlive
                ? new AttemptResult.Delivered(204, took, "")
                : oneIn(3)
                        ? new AttemptResult.Answered(503, took, "", Optional.of(Duration.ofSeconds(2)))
                        : new AttemptResult.Failed("no answer", took);
        tell(took, told -> {
            watch.ended(attempt, result, now);
            return told.onAttemptEnded(attempt.number(), result, random.nextDouble(), now);
        });
    }
}
