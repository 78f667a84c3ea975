package sluice.load.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes rows of a journal by hand, event by event, in the documented shape. */
final class Ink {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final CBORMapper CBOR = new CBORMapper();

    private Ink() {}

    /** A row of one batch in which every event is a command of its own. */
    static JournalRow row(String entity, long sequence, String writer, long atMillis, ObjectNode... events) {
        var batch = JSON.objectNode().put("a", atMillis);
        var entries = batch.putArray("e");
        for (var event : events) {
            var entry = entries.addObject();
            var origin = event.has("origin")
                    ? event.remove("origin")
                    : JSON.objectNode().put("b", "placement");
            entry.set("o", origin);
            entry.putArray("e").add(event);
        }
        try {
            return new JournalRow(
                    entity, sequence, writer, entity.charAt(0) + "1", ByteBuffer.wrap(CBOR.writeValueAsBytes(batch)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode event(String type) {
        return JSON.objectNode().put("t", type);
    }

    static ObjectNode skuDefined() {
        var event = event("def");
        event.putObject("d").put("n", "a thing");
        return event;
    }

    static ObjectNode received(long quantity, String reference) {
        return event("rec").put("q", quantity).put("l", "main").put("r", reference);
    }

    static ObjectNode adjusted(long delta) {
        return event("adj").put("d", delta).put("l", "main").put("r", "LOST");
    }

    static ObjectNode claimed(UUID order, long quantity) {
        return naming("c", order).put("q", quantity);
    }

    static ObjectNode accountDefined(long limit) {
        var event = event("def");
        event.putObject("d")
                .put("n", "someone")
                .put("d", 30)
                .putObject("l")
                .put("m", limit)
                .put("c", "EUR");
        return event;
    }

    static ObjectNode pledged(UUID order, long amount) {
        return naming("p", order).put("m", amount);
    }

    static ObjectNode naming(String type, UUID order) {
        return event(type).put("o", bytes(order));
    }

    static ObjectNode vouched(UUID... orders) {
        var event = event("v");
        for (var order : orders) {
            event.withArray("o").add(bytes(order));
        }
        return event;
    }

    static ObjectNode shippedFromStock(UUID order, long effect, long quantity) {
        return naming("s", order).put("n", effect).put("q", quantity).put("l", "main");
    }

    static ObjectNode invoiced(UUID order, long effect, long amount, boolean last) {
        return naming("i", order).put("n", effect).put("m", amount).put("z", last);
    }

    static ObjectNode placed(UUID order, String key, @Nullable String account, Line... lines) {
        var event = event("pl").put("i", bytes(order)).put("ch", "API").put("x", "web-" + key);
        event.put("po", key).put("c", "EUR");
        if (account != null) {
            event.put("a", account);
        }
        var array = event.putArray("l");
        for (var line : lines) {
            array.addObject()
                    .put("s", line.sku())
                    .put("q", line.quantity())
                    .put("u", new BigDecimal(line.unitPrice()))
                    .put("t", line.total());
        }
        event.set(
                "origin",
                JSON.objectNode()
                        .put("b", "bootstrap")
                        .set("k", JSON.objectNode().put("h", "hash-" + key).put("f", "print")));
        return event;
    }

    record Line(String sku, long quantity, String unitPrice, long total) {}

    static ObjectNode shipped(int line, long quantity) {
        var event = event("sh").put("f", "main");
        event.putArray("l").addObject().put("n", line).put("q", quantity);
        return event;
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** The rows as the database would show them: by entity and sequence number. */
    static List<JournalRow> sorted(List<JournalRow> rows) {
        var sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(JournalRow::entity).thenComparingLong(JournalRow::sequence));
        return sorted;
    }
}
