package sluice.sim;

import java.util.HashMap;
import java.util.Map;
import sluice.entity.Batch;
import sluice.order.OrderEvent.Placed;

final class OneEffectPerRequest extends Check implements Check.OfEntries {

    private final Map<String, Batch.Entry<?>> firstUnderKey = new HashMap<>();

    OneEffectPerRequest(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "A request has one entry at most, and so has an idempotency key in each entity; "
                + "an idempotency key and a channel's external id place one order at most.";
    }

    @Override
    public void entry(Book book, Row row, Batch.Entry<?> entry) {
        var origin = entry.origin();
        var sent = books.sent(origin.requestId());
        if (sent != null && sent.attempt.act.key() != null) { // whatever is written of it
            var name = (sent.asked == null ? "" : sent.asked.persistenceId) + "|" + sent.attempt.act.key();
            var first = firstUnderKey.putIfAbsent(name, entry);
            if (first != null) {
                violated("%s: %s, and before it under the same key: %s", book, entry, first);
            }
        }
        if (sent != null && sent.written != null) {
            violated(
                    "%s: %s, and of the same request in %s: %s",
                    book, entry, sent.written.book(), sent.written.entry());
        }
        if (origin.key() != null && book.byKey.containsKey(origin.key().hash())) {
            violated(
                    "%s: %s, and of the same key: %s",
                    book, entry, book.byKey.get(origin.key().hash()));
        }
        for (var event : entry.events()) {
            if (event instanceof Placed placed) {
                for (var name : Books.namesOf(placed, origin)) {
                    var first = books.named(name);
                    if (first != null) {
                        violated("%s is placed as %s, and so was %s", book, name, first);
                    }
                }
            }
        }
    }
}
