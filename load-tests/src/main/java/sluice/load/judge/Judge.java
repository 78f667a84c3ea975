package sluice.load.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sluice.load.client.AttemptLog;
import sluice.load.client.SetUpLog;

/**
 * Judges one state of the books. Shown, in this sequence: every row of the journal by entity and sequence number, every
 * reference, and the clients' logs; then asked for its {@link #verdict}.
 */
public final class Judge {

    private final Ledger ledger = new Ledger();
    private final Names names = new Names(ledger);
    private final Map<String, Long> judged = new LinkedHashMap<>();
    private final Set<String> writers = new HashSet<>(); // of the entity being read
    private final Map<String, Long> keysAtMillis = new HashMap<>(); // of the entity being read
    private @Nullable Book book;
    private String entity = "";
    private String writer = "";
    private long sequence;

    public void row(JournalRow row) {
        if (!row.entity().equals(entity)) {
            closeBook();
            openBook(row.entity());
        }
        count("rows");
        var place = new Place(row.entity(), row.sequence());
        continuity(place, row);
        try {
            var batch = Decoder.decode(row);
            for (var event : batch.events()) {
                count("events");
                traced(place, batch.atMillis(), event);
                if (book != null) {
                    book.apply(place, batch.atMillis(), event);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            ledger.breach(Rule.READABLE, place, String.valueOf(e.getMessage()));
        }
    }

    private void openBook(String persistenceId) {
        entity = persistenceId;
        sequence = 0;
        writer = "";
        writers.clear();
        keysAtMillis.clear();
        var id = persistenceId.substring(persistenceId.indexOf('|') + 1);
        try {
            book = switch (persistenceId.substring(0, persistenceId.indexOf('|') + 1)) {
                case "s|" -> new StockBook(id, ledger);
                case "a|" -> new AccountBook(id, ledger);
                case "o|" -> new OrderBook(UUID.fromString(id), ledger);
                default -> throw new IllegalArgumentException("no entity has such a persistence id");
            };
            count(book instanceof StockBook ? "SKUs" : book instanceof AccountBook ? "accounts" : "order journals");
        } catch (IllegalArgumentException e) {
            book = null;
            ledger.breach(Rule.READABLE, persistenceId, String.valueOf(e.getMessage()));
        }
    }

    private void closeBook() {
        if (book != null) {
            book.close();
        }
        book = null;
    }

    private void continuity(Place place, JournalRow row) {
        if (row.sequence() != sequence + 1) {
            ledger.breach(Rule.CONTIGUOUS, place, "comes after #" + sequence);
        }
        sequence = row.sequence();
        if (!row.writer().equals(writer) && !writers.add(row.writer())) {
            ledger.breach(Rule.ONE_WRITER, place, "writer " + row.writer() + " returned after " + writer);
        }
        writer = row.writer();
    }

    private void traced(Place place, long atMillis, Decoder.Event event) {
        if (event.origin().path("b").asText().isEmpty()) {
            ledger.breach(Rule.TRACED, place, "'" + event.type() + "' does not say where it came from");
        }
        JsonNode key = event.origin().path("k").path("h");
        if (event.first() && key.isTextual()) {
            Long before = keysAtMillis.put(key.asText(), atMillis);
            if (before != null && atMillis - before < Names.KEY_LIFETIME_MILLIS) {
                ledger.breach(Rule.TRACED, place, "a second effect under key " + key.asText());
            }
        }
    }

    public void reference(ReferenceRow row) {
        closeBook();
        entity = "";
        count("references");
        names.reference(row);
    }

    /** @param clock how far apart the clocks of clients and nodes may be; zero or less if refusals are not to be justified */
    public void clients(List<AttemptLog.Entry> attempts, List<SetUpLog.Entry> setUp, Duration clock) {
        closeBook();
        judged.merge("attempts", (long) attempts.size(), Long::sum);
        judged.merge("acts of set-up", (long) setUp.size(), Long::sum);
        var clients = new Clients(ledger, clock);
        judged.merge("keys", (long) clients.judge(attempts), Long::sum);
        clients.judgeSetUp(setUp);
    }

    public Verdict verdict() {
        closeBook();
        names.judge();
        new Settlement(ledger).judge();
        judged.put(
                "orders placed",
                ledger.orders.values().stream().filter(OrderBook::isPlaced).count());
        judged.put(
                "orders abandoned",
                ledger.orders.values().stream()
                        .filter(order -> order.status() == OrderBook.Status.ABANDONED)
                        .count());
        judged.put("live claims", sizes(ledger.claims));
        judged.put("live pledges", sizes(ledger.pledges));
        judged.put("effects", (long) ledger.effects.size());
        return new Verdict(judged, ledger.findings());
    }

    private static long sizes(Map<UUID, Map<String, Long>> earmarks) {
        return earmarks.values().stream().mapToLong(Map::size).sum();
    }

    private void count(String what) {
        judged.merge(what, 1L, Long::sum);
    }
}
