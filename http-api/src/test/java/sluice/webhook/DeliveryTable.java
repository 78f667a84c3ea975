package sluice.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sluice.event.OutgoingEvent;

/** What a database would hold for one endpoint, and does with flushes and reads as {@link DeliveryStep} says. */
class DeliveryTable {

    private record Row(int made, Instant due) {}

    final TreeMap<Long, OutgoingEvent> events = new TreeMap<>();
    final List<LoggedAttempt> log = new ArrayList<>();
    final Set<Long> delivered = new HashSet<>();
    final Set<Long> exhausted = new HashSet<>();
    final List<DeliveryStep.Disabled> disabled = new ArrayList<>();
    private final TreeMap<Long, Row> retries = new TreeMap<>();
    private final int attempts;
    private int owner;
    private SavedDelivery saved = SavedDelivery.from(0);

    DeliveryTable(int attempts) {
        this.attempts = attempts;
    }

    SavedDelivery saved() {
        return saved;
    }

    /** A new owner takes over: what the one before has sent and has not arrived is refused. */
    SavedDelivery takenBy(int newOwner) {
        owner = newOwner;
        return saved;
    }

    boolean isOwnedBy(int someone) {
        return owner == someone;
    }

    int waiting() {
        return retries.size();
    }

    EventPage read(DeliveryStep.ReadEvents read) {
        var wanted = new ArrayList<OutgoingEvent>();
        var bytes = 0;
        for (var event : events.tailMap(read.after(), false).values()) {
            if (wanted.size() == read.most() || (bytes > 0 && bytes + event.sizeBytes() > read.mostBytes())) {
                return new EventPage(wanted, wanted.getLast().position(), true);
            }
            wanted.add(event);
            bytes += event.sizeBytes();
        }
        return new EventPage(wanted, events.isEmpty() ? read.after() : Math.max(read.after(), events.lastKey()), false);
    }

    RetryPage read(DeliveryStep.ReadRetries read) {
        var ordered = new TreeMap<DueRetry.Key, DueRetry>();
        retries.forEach((position, row) -> {
            var retry = new DueRetry(requireNonNull(events.get(position)), row.made(), row.due());
            if (retry.key().compareTo(read.after()) > 0) {
                ordered.put(retry.key(), retry);
            }
        });
        var due = ordered.values().stream()
                .filter(retry -> !retry.due().isAfter(read.dueBy()))
                .limit(read.most())
                .toList();
        var next = ordered.values().stream().skip(due.size()).map(DueRetry::due).findFirst();
        return new RetryPage(due, next);
    }

    /** Whether it was written now: not if it was before. */
    boolean write(DeliveryStep.Flush flush) {
        if (flush.number() == saved.flushes()) {
            return false;
        }
        if (flush.number() != saved.flushes() + 1) {
            throw new AssertionError("flush " + flush.number() + " after " + saved.flushes());
        }
        saved = new SavedDelivery(flush.number(), flush.position(), flush.status(), flush.failingSince());
        for (var logged : flush.log()) {
            log.add(logged);
            if (logged.result().isDelivered()) {
                delivered.add(logged.attempt().event().position());
            } else if (logged.isExhausted()) {
                exhausted.add(logged.attempt().event().position());
            }
        }
        flush.retries().forEach(this::change);
        flush.disabled().ifPresent(disabled::add);
        return true;
    }

    private void change(RetryChange change) {
        switch (change) {
            case RetryChange.Later later -> {
                if (!later.onlyIfAbsent() || !retries.containsKey(later.position())) {
                    retries.put(later.position(), new Row(later.made(), later.due()));
                }
            }
            case RetryChange.Settled settled -> retries.remove(settled.position());
            case RetryChange.SendAgain again ->
                retries.merge(
                        again.position(),
                        new Row(attempts - 1, again.due()),
                        (was, row) -> new Row(was.made(), row.due()));
            case RetryChange.Recover recover ->
                exhausted.stream()
                        .filter(position -> position >= recover.fromPosition() && !delivered.contains(position))
                        .forEach(position -> retries.put(position, new Row(0, recover.due())));
        }
    }

    Optional<Instant> due(long position) {
        return Optional.ofNullable(retries.get(position)).map(Row::due);
    }
}
