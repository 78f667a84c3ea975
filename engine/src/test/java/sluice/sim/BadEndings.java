package sluice.sim;

import static sluice.sim.History.entry;
import static sluice.sim.History.order;
import static sluice.sim.History.origin;
import static sluice.sim.History.received;
import static sluice.sim.Steps.RECEIVE;

import java.time.Instant;
import java.util.List;
import sluice.due.DueChanges;
import sluice.stock.StockRules;

/** Histories in which memory, the tail, or what is left in the end is wrong. */
final class BadEndings {

    private BadEndings() {}

    static List<Bad> all() {
        return List.of(
                new Bad(ReplayIsState.class, "an entity forgot a row", h -> {
                    h.row("s|tee", entry(origin(h.ask(1, 1, null, RECEIVE)), received(1)));
                    var rows = List.of(h.rows.getFirst(), h.rows.getFirst());
                    h.judge.recovered("s|tee", Replayed.of("s|tee", new StockRules(), rows));
                }),
                new Bad(ReplayIsState.class, "an entity forgot an answer", h -> {
                    h.row("s|tee", entry(origin(h.ask(1, 1, "k", RECEIVE)), received(1)));
                    var unkeyed = new History();
                    unkeyed.row("s|tee", entry(origin(unkeyed.ask(1, 1, null, RECEIVE)), received(1)));
                    h.judge.recovered("s|tee", Replayed.of("s|tee", new StockRules(), unkeyed.rows));
                }),
                new Bad(ReplayIsState.class, "an entity knows what is not committed", h -> {
                    var rows = List.of(h.rows.getFirst(), h.rows.getFirst());
                    h.remains.inMemory.put("s|tee", Replayed.of("s|tee", new StockRules(), rows));
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "a claim of nobody", h -> {
                    h.claim(1, 3);
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "an order is due", h -> {
                    h.remains.due.put("o|1", new DueChanges.Entry(1, Instant.EPOCH));
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "effects are unsettled", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.ship(2, 1, 3);
                    h.shipped(1, 3, 3);
                    h.invoiced(1, 3, 3, true);
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "a placement is under way", h -> {
                    h.remains.placementsUnderWay.add("1");
                    h.quiet();
                }),
                new Bad(NothingWaits.class, "somebody waits", h -> {
                    h.remains.unanswered.add(h.place(1, 1, null, null, 3));
                    h.quiet();
                }),
                new Bad(BooksAgree.class, "goods were claimed and not shipped", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.ship(2, 1, 3);
                    h.invoiced(1, 3, 3, true);
                    h.quiet();
                }),
                new Bad(ReferencesNameOrders.class, "a reference of no order", h -> {
                    h.remains.named.put("k|k1", order(1));
                    h.quiet();
                }),
                new Bad(ReferencesNameOrders.class, "an order without its reference", h -> {
                    h.placedOrder(1, "k1", 3);
                    h.quiet();
                }),
                new Bad(TailReadsEachRowOnce.class, "a row is read again", h -> {
                    h.judge.tailed(h.rows);
                    h.judge.tailed(List.of(h.rows.getLast()));
                }),
                new Bad(TailReadsEachRowOnce.class, "a row is never read", h -> {
                    h.judge.tailed(List.of(h.rows.getLast()));
                    h.judge.quiet(h.remains);
                }),
                new Bad(TailReadsEachRowOnce.class, "a row is committed behind the tail", h -> {
                    h.judge.tailed(h.rows);
                    var last = h.rows.getLast();
                    var late = new Row("a|acme", 2, "writer of a|acme", last.offset(), last.batch(), h.nowMicros);
                    h.commit(late);
                }),
                new Bad(NobodyFails.class, "an actor throws", h -> {
                    h.judge.failed("s|tee", new IllegalStateException("oversold"));
                }));
    }
}
