package sluice.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.due.DueChanges;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.EntitySnapshot;
import sluice.journal.Birth;
import sluice.journal.JournalDatabase.FirstEvent;
import sluice.journal.NamedBirth;
import sluice.journal.TailOffset;
import sluice.order.OrderEvent;
import sluice.value.OrderId;

/**
 * PostgreSQL as far as the engine uses it: what each of its statements sees and does, in one go at its commit. Of two statements
 * that want the same key the first to commit has it. {@link Statements} gives them their time, and their mishaps.
 */
final class Store {

    /** What recovery reads of an entity. */
    record Stored(@Nullable EntitySnapshot<?, ?> snapshot, List<Row> rows, long highestSequence) {}

    /** A page of the tail. */
    record Page(TailOffset from, List<Row> rows) {
        TailOffset to() {
            return rows.isEmpty() ? from : rows.getLast().offset();
        }
    }

    private record Named(Birth.Reference reference, OrderId order) {}

    private final Clockwork clock;
    private final Parts parts;
    private final Watcher watcher;
    private final Runnable grew;
    private final Map<String, List<Row>> journal = new HashMap<>();
    private final List<Row> log = new ArrayList<>(); // by commit
    private final Map<String, EntitySnapshot<?, ?>> snapshots = new HashMap<>();
    private final Map<String, Named> references = new LinkedHashMap<>();
    private final Map<String, DueChanges.Entry> due = new TreeMap<>();
    private final Set<String> recent = new LinkedHashSet<>();
    private TailOffset held = TailOffset.START;
    private long orderings;

    /** @param grew is told of every row */
    Store(Clockwork clock, Parts parts, Watcher watcher, Runnable grew) {
        this.clock = clock;
        this.parts = parts;
        this.watcher = watcher;
        this.grew = grew;
    }

    private List<Row> rowsOf(String persistenceId) {
        return journal.getOrDefault(persistenceId, List.of());
    }

    private @Nullable Row row(String persistenceId, long sequence) {
        for (var row : rowsOf(persistenceId)) {
            if (row.sequence() == sequence) {
                return row;
            }
        }
        return null;
    }

    /** Inserts a row; false where another stands. */
    boolean insert(long xact, String persistenceId, long sequence, String writer, Batch<?> batch) {
        if (parts.rowsAreFenced() && row(persistenceId, sequence) != null) {
            return false;
        }
        var row = new Row(persistenceId, sequence, writer, new TailOffset(xact, ++orderings), batch, clock.nowMicros());
        journal.computeIfAbsent(persistenceId, none -> new ArrayList<>()).add(row);
        log.add(row);
        if (batch.kind() != EntityKind.ORDER) {
            recent.add(persistenceId);
        }
        watcher.committed(row);
        grew.run();
        return true;
    }

    /** What {@code place_births} does with one birth. */
    Birth.Outcome insertBirth(
            long xact, OrderId order, List<Birth.Reference> names, Batch<OrderEvent> batch, Instant trueTime) {
        var persistenceId = EntityKind.ORDER.persistenceId(order.toString());
        var first = row(persistenceId, 1);
        if (first != null && first.writer().equals(order.toString())) {
            return Birth.Outcome.PLACED; // its own ghost was faster
        }
        boolean taken = false;
        for (var name : names) {
            var named = references.get(name.name());
            taken |= parts.comparesReferences()
                    && named != null
                    && isInForce(named, trueTime)
                    && !named.order().equals(order);
        }
        if (taken || first != null) {
            if (!parts.referencesGoWithFailedBirths()) {
                names.forEach(name -> references.putIfAbsent(name.name(), new Named(name, order)));
            }
            return taken ? Birth.Outcome.TAKEN : Birth.Outcome.ABANDONED;
        }
        names.forEach(name -> references.put(name.name(), new Named(name, order)));
        insert(xact, persistenceId, 1, order.toString(), batch);
        return Birth.Outcome.PLACED;
    }

    private static boolean isInForce(Named named, Instant trueTime) {
        var expires = named.reference().expiresAt();
        return expires == null || expires.isAfter(trueTime);
    }

    Stored stored(String persistenceId) {
        var rows = rowsOf(persistenceId);
        var snapshot = snapshots.get(persistenceId);
        long highest = 0;
        for (var row : rows) {
            highest = Math.max(highest, row.sequence());
        }
        long after = snapshot == null ? 0 : snapshot.version() + (parts.replaysAllRows() ? 0 : 1);
        var rest = new ArrayList<Row>();
        for (var row : rows) {
            if (row.sequence() > after) {
                rest.add(row);
            }
        }
        return new Stored(snapshot, rest, highest);
    }

    void save(String persistenceId, EntitySnapshot<?, ?> snapshot) {
        snapshots.put(persistenceId, snapshot);
    }

    void lose(String persistenceId) {
        snapshots.remove(persistenceId);
    }

    /** An order that was abandoned, if there is one. */
    Optional<OrderId> abandoned() {
        for (var row : log) {
            if (row.sequence() == 1
                    && row.batch().kind() == EntityKind.ORDER
                    && row.batch().events().anyMatch(OrderEvent.Abandoned.class::isInstance)) {
                return OrderId.parse(EntityKind.ORDER.idIn(row.persistenceId()));
            }
        }
        return Optional.empty();
    }

    Optional<FirstEvent> firstEvent(OrderId order) {
        return Optional.ofNullable(row(EntityKind.ORDER.persistenceId(order.toString()), 1))
                .map(row -> new FirstEvent(order, ofOrder(row.batch())));
    }

    @SuppressWarnings("unchecked") // the rows of orders hold events of orders
    private static Batch<OrderEvent> ofOrder(Batch<?> batch) {
        return (Batch<OrderEvent>) batch;
    }

    List<NamedBirth> named(List<String> names, Instant trueTime) {
        var found = new ArrayList<NamedBirth>();
        for (var name : names) {
            var named = references.get(name);
            if (named != null && isInForce(named, trueTime)) {
                firstEvent(named.order())
                        .ifPresent(birth ->
                                found.add(new NamedBirth(name, named.reference().fingerprint(), birth)));
            }
        }
        return found;
    }

    /** Stock and accounts that were written. No life is as long as what counts as recent. */
    List<String> recentlyWritten() {
        return List.copyOf(recent);
    }

    TailOffset held() {
        return held;
    }

    boolean hasRowsAfter(TailOffset offset) {
        for (int i = log.size() - 1; i >= 0; i--) {
            if (log.get(i).offset().compareTo(offset) > 0) {
                return true;
            }
        }
        return false;
    }

    /** What the tail reads after {@code from}: rows of transactions before {@code horizon}, in their order. */
    Page page(TailOffset from, long horizon) {
        var rows = new ArrayList<Row>();
        for (var row : log) {
            if (row.offset().compareTo(from) > 0 && (row.offset().xact() < horizon || !parts.tailWaitsForRunning())) {
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparing(Row::offset));
        return new Page(from, rows);
    }

    /** Writes a page of the tail to the due times, and moves the offset; false if another has moved it. */
    boolean write(Page page) {
        if (parts.offsetsAreFenced() && !held.equals(page.from())) {
            return false;
        }
        held = page.to();
        var rows = new ArrayList<DueChanges.Row>();
        for (var row : page.rows()) {
            if (row.batch().kind() == EntityKind.ORDER && row.sequence() > 1) {
                rows.add(new DueChanges.Row(row.persistenceId(), ofOrder(row.batch())));
            }
        }
        if (!rows.isEmpty()) {
            var changes = DueChanges.of(rows, this::histories, Parts.SETTLE_AFTER);
            due.putAll(changes.due());
            changes.settled().forEach((order, upTo) -> {
                var entry = due.get(order);
                if (entry != null && entry.effect() <= upTo) {
                    due.remove(order);
                }
            });
        }
        watcher.tailed(page.rows());
        return true;
    }

    private Map<String, List<Batch<OrderEvent>>> histories(Set<String> orders) {
        var histories = new HashMap<String, List<Batch<OrderEvent>>>();
        for (var order : orders) {
            var batches = new ArrayList<Batch<OrderEvent>>();
            rowsOf(order).forEach(row -> batches.add(ofOrder(row.batch())));
            histories.put(order, batches);
        }
        return histories;
    }

    /** Orders that are due, each of which is due again after {@code againAfterMillis}. */
    void takeDue(Instant trueTime, long againAfterMillis, Consumer<String> taken) {
        due.replaceAll((order, entry) -> {
            if (entry.dueAt().isAfter(trueTime)) {
                return entry;
            }
            taken.accept(order);
            return new DueChanges.Entry(entry.effect(), trueTime.plusMillis(againAfterMillis));
        });
    }

    Map<String, DueChanges.Entry> due() {
        return due;
    }

    Map<String, Birth.Reference> references() {
        var all = new LinkedHashMap<String, Birth.Reference>();
        references.forEach((name, named) -> all.put(name, named.reference()));
        return all;
    }

    OrderId orderOf(String reference) {
        var named = references.get(reference);
        if (named == null) {
            throw new IllegalArgumentException("no reference " + reference);
        }
        return named.order();
    }
}
