package sluice.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.account.AccountEvent;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.EventMark;
import sluice.journal.JournalFormat;
import sluice.journal.OrderHistories;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.order.OrderEvent;
import sluice.value.OrderId;

/**
 * Makes outgoing events of the journal, in its order. What an order was after an event, and which currency an invoice is in, its history
 * says; of that, what is behind the row does not count, however far the tail is behind.
 *
 * <p>A row that cannot be read stops its entity, which says so; it must not stop the events of all the others.
 */
final class EventModel implements TailModel {

    private static final Logger log = LoggerFactory.getLogger(EventModel.class);

    private final JournalFormat format;
    private final OrderHistories histories;

    EventModel(JournalFormat format) {
        this.format = format;
        this.histories = new OrderHistories(format);
    }

    @Override
    public String name() {
        return "events";
    }

    /** Most rows of SKUs and accounts hold claims and pledges, of which nothing is told. */
    @Override
    public String wanted() {
        return String.join(
                " or ",
                "persistence_id like 'o|%'",
                EventMark.wanted(EntityKind.STOCK, List.of("def", "rec", "adj")),
                EventMark.wanted(EntityKind.ACCOUNT, List.of("def", "i")));
    }

    /** A row as far as it was read. */
    record Decoded(String persistenceId, long sequence, Batch<?> batch) {

        EntityKind kind() {
            return batch.kind();
        }

        String id() {
            return kind().idIn(persistenceId);
        }
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var decoded = rows.stream().flatMap(row -> decode(row).stream()).toList();
        var orders = new OrderTold(histories.of(transaction, ordersNeeded(decoded)));
        var events = new ArrayList<NewEvent>();
        for (var row : decoded) {
            switch (row.kind()) {
                case ORDER -> events.addAll(orders.of(row));
                case STOCK -> events.addAll(StockTold.of(row));
                case ACCOUNT -> events.addAll(AccountTold.of(row, orders::currency));
            }
        }
        OutgoingEvents.append(transaction, events);
    }

    private Optional<Decoded> decode(TailRow row) {
        try {
            var batch = row.batch(format);
            return Optional.of(new Decoded(row.persistenceId(), row.sequenceNumber(), batch));
        } catch (IOException unreadable) {
            log.error(
                    "Row {} of {} cannot be read; nothing is told of it",
                    row.sequenceNumber(),
                    row.persistenceId(),
                    unreadable);
            return Optional.empty();
        }
    }

    /** A birth says everything of its order; so does the order's own note that something is settled, which is told to nobody. */
    private static Set<String> ordersNeeded(List<Decoded> rows) {
        var needed = new TreeSet<String>();
        for (var row : rows) {
            row.batch().events().forEach(event -> {
                switch (event) {
                    case OrderEvent order
                    when row.sequence() > 1 && OrderTold.isTold(order) -> needed.add(row.persistenceId());
                    case AccountEvent.Invoiced invoiced -> needed.add(persistenceId(invoiced.order()));
                    default -> {}
                }
            });
        }
        return needed;
    }

    static String persistenceId(OrderId order) {
        return EntityKind.ORDER.persistenceId(order.toString());
    }
}
