package sluice.readmodel;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.order.OrderEvent;
import sluice.readmodel.EntityBatches.Numbered;

/**
 * Figures of each day. They are sums of what the rows of a page mean, and nothing tells whether a row is in them already: what
 * counts each row once is the tail's offset alone, so this model must not be given a row twice. What a row means may need the
 * order as it was before: then its earlier rows, and no later ones, are read again.
 */
final class DailyModel implements TailModel {

    private static final Logger log = LoggerFactory.getLogger(DailyModel.class);

    private static final String ADD = """
        insert into daily_figure as known (day, channel, figure, detail, amount)
        select cast(day as date), channel, figure, detail, cast(amount as numeric) from {rows}
        on conflict (day, channel, figure, detail) do update set amount = known.amount + excluded.amount
        """;

    private static final String EARLIER = """
        select j.persistence_id, j.sequence_number, j.event_ser_manifest, j.event_payload
        from unnest(:ids, :firsts) as u (id, first)
        join event_journal j on j.persistence_id = u.id and j.sequence_number < u.first
        order by j.persistence_id, j.sequence_number
        """;

    private final JournalFormat format;

    DailyModel(JournalFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "daily";
    }

    @Override
    public String wanted() {
        return "persistence_id like 'o|%'";
    }

    @Override
    public List<String> tables() {
        return List.of("daily_figure");
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var batches = EntityBatches.of(EntityKind.ORDER, OrderEvent.class, rows, format);
        var earlier = earlier(transaction, batches);
        var sums = new TreeMap<DailyFigure, BigDecimal>();
        batches.forEach((order, all) -> {
            var before = earlier.get(order);
            if (before != null) {
                var day = new DailyOrder(sums);
                before.forEach(day::skip);
                all.forEach(row -> day.count(row.batch()));
            }
        });
        new Columns<>(sums.entrySet())
                .withText("day", sum -> sum.getKey().day().toString())
                .withText("channel", sum -> sum.getKey().channel())
                .withText("figure", sum -> sum.getKey().figure())
                .withText("detail", sum -> sum.getKey().detail())
                .withText("amount", sum -> sum.getValue().toPlainString())
                .execute(transaction, ADD);
    }

    /** The rows of each order before those of the page; an order that has one which cannot be read is left out. */
    private Map<String, List<Batch<OrderEvent>>> earlier(
            Handle transaction, Map<String, List<Numbered<OrderEvent>>> batches) {
        var earlier = new HashMap<String, List<Batch<OrderEvent>>>();
        var ids = new ArrayList<String>();
        var firsts = new ArrayList<Long>();
        batches.forEach((order, all) -> {
            earlier.put(order, new ArrayList<>());
            if (all.getFirst().rowNumber() > 1) {
                ids.add(EntityKind.ORDER.persistenceId(order));
                firsts.add(all.getFirst().rowNumber());
            }
        });
        if (!ids.isEmpty()) {
            Set<String> unreadable = new HashSet<>();
            transaction
                    .createQuery(EARLIER)
                    .bind("ids", ids.toArray(String[]::new))
                    .bind("firsts", firsts.toArray(Long[]::new))
                    .map((row, context) -> {
                        var order = EntityKind.ORDER.idIn(row.getString(1));
                        try {
                            var batch = format.readOrderBatch(row.getString(3), row.getBytes(4));
                            return earlier.computeIfAbsent(order, absent -> new ArrayList<>())
                                    .add(batch);
                        } catch (IOException failed) {
                            log.error("Row {} of {} cannot be read", row.getLong(2), row.getString(1), failed);
                            return unreadable.add(order);
                        }
                    })
                    .list();
            earlier.keySet().removeAll(unreadable);
        }
        return earlier;
    }
}
