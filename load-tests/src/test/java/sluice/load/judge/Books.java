package sluice.load.judge;

import static sluice.load.judge.Ink.accountDefined;
import static sluice.load.judge.Ink.claimed;
import static sluice.load.judge.Ink.event;
import static sluice.load.judge.Ink.invoiced;
import static sluice.load.judge.Ink.naming;
import static sluice.load.judge.Ink.placed;
import static sluice.load.judge.Ink.pledged;
import static sluice.load.judge.Ink.received;
import static sluice.load.judge.Ink.row;
import static sluice.load.judge.Ink.shipped;
import static sluice.load.judge.Ink.shippedFromStock;
import static sluice.load.judge.Ink.skuDefined;
import static sluice.load.judge.Ink.vouched;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Small books that balance, to be altered: of ten units of one SKU, order ONE has two shipped in two parts, order TWO has three
 * cancelled, order THREE has one claimed, and FOUR was given up with its claim released.
 */
final class Books {

    static final UUID ONE = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    static final UUID TWO = UUID.fromString("019a0000-0000-7000-8000-000000000002");
    static final UUID THREE = UUID.fromString("019a0000-0000-7000-8000-000000000003");
    static final UUID FOUR = UUID.fromString("019a0000-0000-7000-8000-000000000004");
    static final long NOON = 1_790_000_000_000L;

    final List<JournalRow> rows = new ArrayList<>();
    final List<ReferenceRow> references = new ArrayList<>();

    Books() {
        stock();
        account();
        orders();
        for (var order : List.of(ONE, TWO, THREE)) {
            references.add(new ReferenceRow("k|hash-" + key(order), order));
            references.add(new ReferenceRow("x|API|web-" + key(order), order));
        }
    }

    static String key(UUID order) {
        return "key-" + (order.getLeastSignificantBits() & 15);
    }

    private void stock() {
        add("s|tee", 1, "w1", 0, skuDefined());
        add("s|tee", 2, "w1", 1, received(10, "delivery"));
        add("s|tee", 3, "w1", 2, claimed(ONE, 2), claimed(TWO, 3), claimed(FOUR, 4));
        add("s|tee", 4, "w2", 3, claimed(THREE, 1), vouched(ONE, TWO));
        add("s|tee", 5, "w2", 40, naming("r", FOUR));
        add("s|tee", 6, "w2", 50, shippedFromStock(ONE, 4, 1));
        add("s|tee", 7, "w2", 60, shippedFromStock(ONE, 5, 1));
        add("s|tee", 8, "w2", 70, naming("f", TWO).put("n", 2));
    }

    private void account() {
        add("a|acme", 1, "w3", 0, accountDefined(12_000));
        add("a|acme", 2, "w3", 2, pledged(ONE, 3_980), pledged(TWO, 5_970));
        add("a|acme", 3, "w3", 3, pledged(THREE, 1_990), vouched(ONE, TWO, THREE));
        add("a|acme", 4, "w3", 50, invoiced(ONE, 4, 1_990, false));
        add("a|acme", 5, "w3", 60, invoiced(ONE, 5, 1_990, true));
        add("a|acme", 6, "w3", 70, naming("f", TWO).put("n", 2));
        var payment = event("pay");
        payment.putObject("m").put("m", 3_980).put("c", "EUR");
        add("a|acme", 7, "w3", 80, payment);
    }

    private void orders() {
        birth(ONE, 2, 3_980);
        birth(TWO, 3, 5_970);
        birth(THREE, 1, 1_990);
        add("o|" + ONE, 2, "w4", 40, event("cf"));
        add("o|" + ONE, 3, "w4", 41, event("rl").put("l", "main"));
        add("o|" + ONE, 4, "w4", 50, shipped(1, 1));
        add("o|" + ONE, 5, "w4", 60, shipped(1, 1));
        add("o|" + ONE, 6, "w4", 61, event("st").put("n", 5));
        add("o|" + TWO, 2, "w5", 70, event("ca"));
        add("o|" + TWO, 3, "w5", 71, event("st").put("n", 2));
        add("o|" + FOUR, 1, "w6", 39, event("ab"));
    }

    private void birth(UUID order, long quantity, long total) {
        add(
                "o|" + order,
                1,
                order.toString(),
                5,
                placed(order, key(order), "acme", new Ink.Line("tee", quantity, "19.90", total)));
    }

    void add(String entity, long sequence, String writer, long afterNoonMillis, ObjectNode... events) {
        rows.add(row(entity, sequence, writer, NOON + afterNoonMillis, events));
    }

    /** Puts other events in the place of a row's. */
    void alter(String entity, long sequence, ObjectNode... events) {
        rows.replaceAll(
                row -> isAt(row, entity, sequence) ? row(entity, sequence, row.writer(), NOON + 1, events) : row);
    }

    void remove(String entity, long sequence) {
        rows.removeIf(row -> isAt(row, entity, sequence));
    }

    void rewrite(String entity, long sequence, String writer) {
        rows.replaceAll(row -> isAt(row, entity, sequence)
                ? new JournalRow(entity, sequence, writer, row.manifest(), row.payload())
                : row);
    }

    private static boolean isAt(JournalRow row, String entity, long sequence) {
        return row.entity().equals(entity) && row.sequence() == sequence;
    }

    Judge shownTo(Judge judge) {
        Ink.sorted(rows).forEach(judge::row);
        references.forEach(judge::reference);
        return judge;
    }
}
