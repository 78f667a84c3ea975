package sluice.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.event.OutgoingEvent;
import sluice.webhook.Attempt.Kind;
import sluice.webhook.DeliveryStep.Disabled;
import sluice.webhook.DeliveryStep.ReadEvents;
import sluice.webhook.DeliveryStep.ReadRetries;

/**
 * Decides what is sent to one endpoint and when. Has one owner at a time, holds no clock and does no I/O: it is told what happened, and
 * answers what to do next; {@link #wakeAt} says when it wants to be asked again without anything having happened.
 *
 * <ul>
 *   <li>Events are read in their order, each gets a first attempt, in order within its subject. One that fails becomes a retry: a row of
 *       a table, read when it is due. Retries keep no order, hold no first attempt up, and are not held up by them: each kind gets half
 *       of the attempts if both want more.
 *   <li>Memory is bounded by the {@link DeliverySettings settings}, whatever waits.
 *   <li>What happened is flushed now and then, in one transaction. Whoever owns the endpoint next begins from there: what was not flushed
 *       is sent again, nothing is left out.
 *   <li>After as many failures in a row as attempts may be under way a quarter of these are made at once, at least one, until one
 *       succeeds.
 *   <li>When nothing has succeeded for the time set (or the receiver answers 410) the endpoint is disabled. A disabled endpoint keeps its
 *       place and its retries.
 * </ul>
 */
public final class EndpointDelivery {

    private static final int MOST_TESTS = 10;

    private final DeliverySettings settings;
    private final Schedule schedule;
    private final FirstAttempts first;
    private final DueRetries retries;
    private final RateGate rate;
    private final Unflushed unflushed;
    private final long incarnation;

    private EndpointStatus status;
    private @Nullable Instant failingSince;
    private boolean draining;

    private final Map<Long, Attempt> underWay = new HashMap<>();
    private final Deque<OutgoingEvent> tests = new ArrayDeque<>();
    /** Retries that were read of events whose first attempt is yet to end (again): how often each was attempted. */
    private final Map<Long, Integer> absorbed = new HashMap<>();

    /** Events that are yet to be read and were retried already: an earlier owner had made their first attempt. */
    private final Set<Long> attemptedAhead = new HashSet<>();

    private long attempts;
    private int retriesUnderWay;
    private int firstsUnderWay;
    private boolean retryWasLast;
    private int failuresInARow;

    private long reads;
    private @Nullable ReadEvents readingEvents;
    private @Nullable ReadRetries readingRetries;
    private Instant eventsFrom = Instant.EPOCH;
    private Instant retriesFrom = Instant.EPOCH;
    private Instant flushFrom = Instant.EPOCH;
    private boolean flushFailed;
    private long flushedPosition;
    private @Nullable Instant positionSince;

    private Instant now = Instant.EPOCH;
    private @Nullable Instant wakeAt;

    public EndpointDelivery(DeliverySettings settings, Schedule schedule, SavedDelivery saved) {
        this(
                settings,
                schedule,
                saved,
                new FirstAttempts(saved.position()),
                new DueRetries(),
                new RateGate(settings.perSecond()));
    }

    /** With parts that a test may have broken. */
    EndpointDelivery(
            DeliverySettings settings,
            Schedule schedule,
            SavedDelivery saved,
            FirstAttempts first,
            DueRetries retries,
            RateGate rate) {
        this.settings = settings;
        this.schedule = schedule;
        this.first = first;
        this.retries = retries;
        this.rate = rate;
        this.unflushed = new Unflushed(saved.flushes());
        this.incarnation = saved.flushes();
        this.status = saved.status();
        this.failingSince = saved.failingSince().orElse(null);
        this.flushedPosition = saved.position();
    }

    // What happens

    /** Time has passed, or it begins. */
    public List<DeliveryStep> onTime(Instant at) {
        return after(at, () -> {});
    }

    /** There may be new events. */
    public List<DeliveryStep> onNews(Instant at) {
        return after(at, () -> eventsFrom = Instant.EPOCH);
    }

    public List<DeliveryStep> onEventsRead(long number, EventPage page, Instant at) {
        return after(at, () -> {
            if (readingEvents == null || readingEvents.number() != number) {
                return; // read for a place that was left meanwhile
            }
            readingEvents = null;
            var unattempted = page.wanted().stream()
                    .filter(event -> !retries.holds(event.position()) && !attemptedAhead.remove(event.position()))
                    .toList();
            first.add(unattempted, page.through());
            eventsFrom = page.more() || eventsFrom.equals(Instant.EPOCH) ? Instant.EPOCH : now.plus(settings.poll());
        });
    }

    public List<DeliveryStep> onEventsNotRead(long number, Instant at) {
        return after(at, () -> {
            if (readingEvents != null && readingEvents.number() == number) {
                readingEvents = null;
                eventsFrom = now.plus(settings.pause());
            }
        });
    }

    public List<DeliveryStep> onRetriesRead(long number, RetryPage page, Instant at) {
        return after(at, () -> {
            if (readingRetries == null || readingRetries.number() != number) {
                return;
            }
            readingRetries = null;
            retriesFrom = now.plus(settings.flushAfter());
            retries.add(page.due(), page.next(), unflushed::isChanged, this::absorbs);
        });
    }

    private boolean absorbs(DueRetry retry) {
        if (!first.awaits(retry.event().position())) {
            return false;
        }
        absorbed.put(retry.event().position(), retry.made());
        return true;
    }

    public List<DeliveryStep> onRetriesNotRead(long number, Instant at) {
        return after(at, () -> {
            if (readingRetries != null && readingRetries.number() == number) {
                readingRetries = null;
                retriesFrom = now.plus(settings.pause());
                retries.dueAt(now);
            }
        });
    }

    public List<DeliveryStep> onFlushed(long number, Instant at) {
        return after(at, () -> {
            var position = unflushed.isUnderWay() ? unflushed.again().position() : flushedPosition;
            if (unflushed.flushed(number)) {
                flushedPosition = position;
                flushFailed = false;
            }
        });
    }

    /** The flush failed, or may have. */
    public List<DeliveryStep> onFlushFailed(long number, Instant at) {
        return after(at, () -> {
            if (unflushed.isUnderWay() && unflushed.again().number() == number) {
                flushFailed = true;
                flushFrom = now.plus(settings.pause());
            }
        });
    }

    /** @param chance from 0 to below 1, for the jitter of the next attempt's time */
    public List<DeliveryStep> onAttemptEnded(long number, AttemptResult result, double chance, Instant at) {
        return after(at, () -> {
            var attempt = underWay.remove(number);
            if (attempt == null) {
                throw new IllegalArgumentException("no attempt of this number is under way: " + number);
            }
            ended(attempt, result, chance);
        });
    }

    private void ended(Attempt attempt, AttemptResult result, double chance) {
        var position = attempt.event().position();
        var next = Optional.<Instant>empty();
        switch (attempt.kind()) {
            case FIRST -> {
                firstsUnderWay--;
                first.ended(attempt.event());
                var earlier = absorbed.remove(position);
                next = afterwards(attempt, earlier == null ? 1 : earlier + 1, earlier == null, result, chance);
            }
            case RETRY -> {
                retriesUnderWay--;
                retries.ended(position);
                if (position > first.readThrough() && attemptedAhead.size() < settings.windowEvents()) {
                    attemptedAhead.add(position);
                }
                next = afterwards(attempt, attempt.made() + 1, false, result, chance);
            }
            case TEST -> unflushed.hurry(now);
        }
        unflushed.ended(new LoggedAttempt(attempt, result, next), now);
        judge(attempt, result);
    }

    private Optional<Instant> afterwards(
            Attempt attempt, int made, boolean onlyIfAbsent, AttemptResult result, double chance) {
        var position = attempt.event().position();
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

    /** What an attempt says of the endpoint as a whole. A test that fails says nothing. */
    private void judge(Attempt attempt, AttemptResult result) {
        if (result.isDelivered()) {
            failingSince = null;
            failuresInARow = 0;
        } else if (attempt.kind() != Kind.TEST) {
            failuresInARow++;
            failingSince = failingSince == null ? attempt.startedAt() : failingSince;
            var tooLong = !failingSince.plus(settings.disableAfter()).isAfter(now);
            if (status == EndpointStatus.ENABLED && (tooLong || result.isGone())) {
                status = result.isGone() ? EndpointStatus.GONE : EndpointStatus.FAILING;
                unflushed.disabled(new Disabled(status, failingSince, now), now);
                leave(first.position());
            }
        }
    }

    // What its owner, or the owner's customer, asks for

    public List<DeliveryStep> disable(Instant at) {
        return after(at, () -> {
            status = EndpointStatus.DISABLED;
            unflushed.hurry(now);
            leave(first.position());
        });
    }

    /** Goes on where it stopped, whyever it did. */
    public List<DeliveryStep> enable(Instant at) {
        return after(at, () -> {
            if (status != EndpointStatus.ENABLED) {
                status = EndpointStatus.ENABLED;
                failingSince = null;
                failuresInARow = 0;
                unflushed.hurry(now);
                leave(first.position());
            }
        });
    }

    /** Attempts an event once more, at once: by its schedule if that goes on, beside it if it was delivered or given up. */
    public List<DeliveryStep> sendAgain(long position, Instant at) {
        return after(at, () -> {
            if (!retries.holds(position) && !first.awaits(position)) { // else it is about to be attempted
                var due = retries.readableFrom(now);
                unflushed.change(new RetryChange.SendAgain(position, due), now);
                unflushed.hurry(now);
                retries.dueAt(due);
            }
        });
    }

    /** Attempts again what was given up of the events from a position on. */
    public List<DeliveryStep> recover(long fromPosition, Instant at) {
        return after(at, () -> {
            var due = retries.readableFrom(now);
            unflushed.change(new RetryChange.Recover(fromPosition, due), now);
            unflushed.hurry(now);
            retries.dueAt(due);
        });
    }

    /** Sends everything from a position on, whether it was delivered or not; what lies between here and a later one is left out. */
    public List<DeliveryStep> replay(long fromPosition, Instant at) {
        return after(at, () -> {
            unflushed.hurry(now);
            leave(fromPosition - 1);
        });
    }

    /** Sends an event that is not among the outgoing ones, once, to a disabled endpoint too. Ignored if {@link #MOST_TESTS} wait. */
    public List<DeliveryStep> test(OutgoingEvent event, Instant at) {
        return after(at, () -> {
            if (tests.size() < MOST_TESTS) {
                tests.add(event);
            }
        });
    }

    /** Begins nothing any more; when {@link #isDrained} a next owner will send nothing twice. */
    public List<DeliveryStep> drain(Instant at) {
        return after(at, () -> {
            draining = true;
            unflushed.hurry(now);
        });
    }

    public boolean isDrained() {
        return draining
                && underWay.isEmpty()
                && !unflushed.isUnderWay()
                && unflushed.due(settings).isEmpty();
    }

    /** Forgets what waits in memory, and begins after {@code position} when it next reads. */
    private void leave(long position) {
        first.restart(position);
        retries.restart();
        absorbed.clear();
        attemptedAhead.clear();
        readingEvents = null;
        readingRetries = null;
        eventsFrom = Instant.EPOCH;
        retriesFrom = Instant.EPOCH;
    }

    // What is done next

    public EndpointStatus status() {
        return status;
    }

    /** When to call {@link #onTime}, if nothing happens before. */
    public Optional<Instant> wakeAt() {
        return Optional.ofNullable(wakeAt);
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

    private List<DeliveryStep> after(Instant at, Runnable change) {
        // The database keeps no nanoseconds, and a clock may be set back.
        var millis = at.truncatedTo(ChronoUnit.MILLIS);
        now = millis.isAfter(now) ? millis : now;
        change.run();
        wakeAt = null;
        var steps = new ArrayList<DeliveryStep>();
        sendAll(steps);
        readEvents(steps);
        useDatabase(steps);
        return steps;
    }

    private boolean isOpen() {
        return status == EndpointStatus.ENABLED && !draining;
    }

    private void sendAll(List<DeliveryStep> steps) {
        while (underWay.size() < slots() && underWay.size() + unflushed.attempts() < settings.unflushed()) {
            var wantsTest = !tests.isEmpty() && !draining;
            var wantsFirst = isOpen() && first.hasReady();
            var wantsRetry = isOpen() && retries.hasReady();
            if (!wantsTest && !wantsFirst && !wantsRetry) {
                return;
            }
            if (rate.opensAt().isAfter(now)) {
                wakeBy(rate.opensAt());
                return;
            }
            rate.passed(now);
            if (wantsTest) {
                send(tests.remove(), Kind.TEST, 0, steps);
            } else if (wantsFirst && !(wantsRetry && isRetrysTurn())) {
                firstsUnderWay++;
                retryWasLast = false;
                send(first.begin(), Kind.FIRST, 0, steps);
            } else {
                retriesUnderWay++;
                retryWasLast = true;
                var retry = retries.begin();
                send(retry.event(), Kind.RETRY, retry.made(), steps);
            }
        }
    }

    private int slots() {
        return failuresInARow >= settings.concurrency()
                ? Math.max(1, settings.concurrency() / 4)
                : settings.concurrency();
    }

    private boolean isRetrysTurn() {
        return retriesUnderWay == firstsUnderWay ? !retryWasLast : retriesUnderWay < firstsUnderWay;
    }

    private void send(OutgoingEvent event, Kind kind, int made, List<DeliveryStep> steps) {
        var attempt = new Attempt(incarnation, ++attempts, event, kind, made, now);
        underWay.put(attempt.number(), attempt);
        steps.add(new DeliveryStep.Send(attempt));
    }

    private void readEvents(List<DeliveryStep> steps) {
        var room = settings.windowEvents() - first.size();
        var bytes = settings.windowBytes() - first.bytes();
        if (!isOpen()
                || readingEvents != null
                || room * 2 < settings.windowEvents()
                || bytes * 2 < settings.windowBytes()) {
            return;
        }
        if (eventsFrom.isAfter(now)) {
            wakeBy(eventsFrom);
            return;
        }
        readingEvents = new ReadEvents(++reads, first.readThrough(), Math.max(1, room), bytes);
        eventsFrom = Instant.MAX; // news that come while this is under way set it back
        steps.add(readingEvents);
    }

    /** One flush or one read of retries at a time: a read shows every change that was made before it. */
    private void useDatabase(List<DeliveryStep> steps) {
        if (unflushed.isUnderWay()) {
            if (flushFailed && flushFrom.isAfter(now)) {
                wakeBy(flushFrom);
            } else if (flushFailed) {
                flushFailed = false;
                steps.add(unflushed.again());
            }
        } else if (readingRetries == null && !flush(steps)) {
            readRetries(steps);
        }
    }

    private boolean flush(List<DeliveryStep> steps) {
        var position = first.position();
        positionSince = position == flushedPosition ? null : positionSince == null ? now : positionSince;
        var due = Stream.of(
                        unflushed.due(settings),
                        Optional.ofNullable(positionSince).map(since -> since.plus(settings.positionAfter())))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        if (due.isEmpty()) {
            return false;
        }
        if (due.get().isAfter(now)) {
            wakeBy(due.get());
            return false;
        }
        positionSince = null;
        steps.add(unflushed.flush(position, status, failingSince));
        return true;
    }

    private void readRetries(List<DeliveryStep> steps) {
        var room = settings.retriesInHand() - retries.size();
        var bytes = settings.windowBytes() - retries.bytes();
        if (!isOpen() || room * 2 < settings.retriesInHand() || bytes * 2 < settings.windowBytes()) {
            return;
        }
        var next = retries.next();
        if (next.isEmpty()) {
            return;
        }
        var from = next.get().isAfter(retriesFrom) ? next.get() : retriesFrom;
        if (from.isAfter(now)) {
            wakeBy(from);
            return;
        }
        // Rows are read once, in the order in which they are due, so not past one that is yet to be flushed.
        var unseen = unflushed.firstDue();
        var dueBy =
                unseen.isPresent() && !unseen.get().isAfter(now) ? unseen.get().minusMillis(1) : now;
        if (next.get().isAfter(dueBy)) {
            return; // the flush leads here again
        }
        readingRetries = new ReadRetries(++reads, retries.readThrough(), dueBy, Math.max(1, room), bytes);
        retries.reading(dueBy);
        unseen.ifPresent(retries::dueAt);
        steps.add(readingRetries);
    }

    private void wakeBy(Instant at) {
        var wholeMillis = at.truncatedTo(ChronoUnit.MILLIS);
        var notBefore = wholeMillis.equals(at) ? at : wholeMillis.plus(Duration.ofMillis(1));
        wakeAt = wakeAt == null || notBefore.isBefore(wakeAt) ? notBefore : wakeAt;
    }
}
