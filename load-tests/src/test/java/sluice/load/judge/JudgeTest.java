package sluice.load.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static sluice.load.judge.Books.FOUR;
import static sluice.load.judge.Books.ONE;
import static sluice.load.judge.Books.THREE;
import static sluice.load.judge.Books.TWO;
import static sluice.load.judge.Books.key;
import static sluice.load.judge.Ink.accountDefined;
import static sluice.load.judge.Ink.adjusted;
import static sluice.load.judge.Ink.claimed;
import static sluice.load.judge.Ink.event;
import static sluice.load.judge.Ink.invoiced;
import static sluice.load.judge.Ink.naming;
import static sluice.load.judge.Ink.placed;
import static sluice.load.judge.Ink.pledged;
import static sluice.load.judge.Ink.received;
import static sluice.load.judge.Ink.shipped;
import static sluice.load.judge.Ink.shippedFromStock;
import static sluice.load.judge.Ink.vouched;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JudgeTest {

    @Test
    void booksThatBalance_areFoundSo() {
        var verdict = new Books().shownTo(new Judge()).verdict();

        assertTrue(verdict.isBalanced(), verdict::text);
        assertEquals(3, verdict.judged().get("orders placed"));
        assertEquals(1, verdict.judged().get("orders abandoned"));
        assertEquals(1, verdict.judged().get("live claims"));
    }

    @Test
    void aLossBelowWhatIsClaimed_isAShortfallAndNoBreach() {
        var books = new Books();
        books.add("s|tee", 9, "w2", 90, adjusted(-8));

        assertTrue(books.shownTo(new Judge()).verdict().isBalanced());

        books.add("s|tee", 10, "w2", 91, claimed(FOUR, 1));
        assertFalse(books.shownTo(new Judge()).verdict().of(Rule.NO_OVERSELL).isEmpty());
    }

    @Test
    void workStillUnderWay_mayStillSettle() {
        var books = new Books();
        books.remove("s|tee", 8);
        books.remove("o|" + TWO, 3);

        var verdict = books.shownTo(new Judge()).verdict();

        assertFalse(verdict.isBalanced());
        assertTrue(verdict.mayStillSettle(), verdict::text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alterations")
    void oneAlteration_isFoundByItsRule(String what, Rule rule, Consumer<Books> alteration) {
        var books = new Books();
        alteration.accept(books);

        var verdict = books.shownTo(new Judge()).verdict();

        assertFalse(verdict.of(rule).isEmpty(), verdict::text);
    }

    static Stream<Arguments> alterations() {
        return Stream.concat(alterationsOfStockAndAccounts(), alterationsOfOrders());
    }

    private static Stream<Arguments> alterationsOfStockAndAccounts() {
        return Stream.of(
                altered(
                        "less was received than is claimed",
                        Rule.NO_OVERSELL,
                        books -> books.alter("s|tee", 2, received(9, "delivery"))),
                altered(
                        "more was claimed than was there",
                        Rule.NO_OVERSELL,
                        books -> books.alter("s|tee", 4, claimed(THREE, 2), vouched(ONE, TWO))),
                altered(
                        "a claim for less than the order has open",
                        Rule.CLAIMS_MATCH,
                        books -> books.alter("s|tee", 3, claimed(ONE, 2), claimed(TWO, 3), claimed(THREE, 4))),
                altered("a claim of an order that never was", Rule.CLAIMS_MATCH, books -> books.remove("s|tee", 5)),
                altered(
                        "a claim twice",
                        Rule.LEGAL_STOCK,
                        books -> books.alter("s|tee", 4, claimed(ONE, 1), vouched(ONE, TWO))),
                altered(
                        "a vouched claim released",
                        Rule.LEGAL_STOCK,
                        books -> books.alter("s|tee", 5, naming("r", FOUR), naming("r", TWO))),
                altered(
                        "a vouched claim of nobody",
                        Rule.LEGAL_STOCK,
                        books -> books.alter("s|tee", 5, naming("r", FOUR), vouched(FOUR))),
                altered(
                        "more shipped than the order says",
                        Rule.EFFECTS_ONCE,
                        books -> books.alter("s|tee", 6, shippedFromStock(ONE, 4, 2))),
                altered(
                        "a shipment twice",
                        Rule.EFFECTS_ONCE,
                        books -> books.alter("s|tee", 7, shippedFromStock(ONE, 4, 1))),
                altered(
                        "a shipment that no order asked for",
                        Rule.EFFECTS_ONCE,
                        books -> books.alter("s|tee", 8, naming("f", TWO).put("n", 3))),
                altered(
                        "a limit below the pledges",
                        Rule.NO_OVERCREDIT,
                        books -> books.alter("a|acme", 1, accountDefined(11_000))),
                altered(
                        "a pledge for more than the order's total",
                        Rule.PLEDGES_MATCH,
                        books -> books.alter("a|acme", 3, pledged(THREE, 2_000), vouched(ONE, TWO, THREE))),
                altered(
                        "an invoice too small",
                        Rule.PLEDGES_MATCH,
                        books -> books.alter("a|acme", 5, invoiced(ONE, 5, 1_989, true))),
                altered(
                        "an invoice twice",
                        Rule.EFFECTS_ONCE,
                        books -> books.alter("a|acme", 5, invoiced(ONE, 4, 1_990, true))),
                altered("a row missing", Rule.CONTIGUOUS, books -> books.remove("a|acme", 4)),
                altered("a writer that returns", Rule.ONE_WRITER, books -> books.rewrite("s|tee", 7, "w1")));
    }

    private static Stream<Arguments> alterationsOfOrders() {
        return Stream.of(
                altered(
                        "another quantity in an order",
                        Rule.CLAIMS_MATCH,
                        books -> books.alter(
                                "o|" + THREE,
                                1,
                                placed(THREE, key(THREE), "acme", new Ink.Line("tee", 2, "19.90", 3_980)))),
                altered(
                        "a total that is no total",
                        Rule.LEGAL_ORDER,
                        books -> books.alter(
                                "o|" + THREE,
                                1,
                                placed(THREE, key(THREE), "acme", new Ink.Line("tee", 1, "19.90", 1_989)))),
                altered(
                        "an order confirmed after it was cancelled",
                        Rule.LEGAL_ORDER,
                        books -> books.add("o|" + TWO, 4, "w5", 90, event("cf"))),
                altered(
                        "an order delivered before it was shipped",
                        Rule.LEGAL_ORDER,
                        books -> books.alter("o|" + ONE, 5, event("dl"))),
                altered(
                        "an order cancelled after a shipment",
                        Rule.LEGAL_ORDER,
                        books -> books.alter("o|" + ONE, 5, event("ca"))),
                altered(
                        "more shipped than was ordered",
                        Rule.LEGAL_ORDER,
                        books -> books.alter("o|" + ONE, 5, shipped(1, 2))),
                altered(
                        "an order without its birth",
                        Rule.LEGAL_ORDER,
                        books -> books.alter("o|" + ONE, 1, event("cf"))),
                altered(
                        "an order that lives after it was abandoned",
                        Rule.LEGAL_ORDER,
                        books -> books.add("o|" + FOUR, 2, "w6", 90, event("cf"))),
                altered(
                        "an effect noted as settled that never was",
                        Rule.EFFECTS_ONCE,
                        books -> books.alter("s|tee", 7, received(1, "another"))),
                altered(
                        "a reference of an abandoned order",
                        Rule.REFERENCES_MATCH,
                        books -> books.references.add(new ReferenceRow("k|hash-key-4", FOUR))),
                altered("a reference missing", Rule.REFERENCES_MATCH, books -> books.references.removeFirst()),
                altered(
                        "a reference of another order",
                        Rule.REFERENCES_MATCH,
                        books -> books.references.set(0, new ReferenceRow("k|hash-key-1", TWO))),
                altered(
                        "two orders of one key",
                        Rule.ONE_ORDER,
                        books -> books.alter(
                                "o|" + THREE,
                                1,
                                placed(THREE, key(ONE), "acme", new Ink.Line("tee", 1, "19.90", 1_990)))),
                altered(
                        "a payload that is no batch",
                        Rule.READABLE,
                        books -> books.rows.set(
                                0, new JournalRow("s|tee", 1, "w1", "s1", ByteBuffer.wrap(new byte[] {0x61})))),
                altered(
                        "a manifest of another kind",
                        Rule.READABLE,
                        books -> books.rows.set(
                                0,
                                new JournalRow(
                                        "s|tee",
                                        1,
                                        "w1",
                                        "a1",
                                        books.rows.getFirst().payload()))),
                altered("an event unheard of", Rule.READABLE, books -> books.alter("s|tee", 8, event("zap"))));
    }

    private static Arguments altered(String what, Rule rule, Consumer<Books> alteration) {
        return arguments(what, rule, alteration);
    }

    @Test
    void verdict_namesEntityAndSequenceOfABreach() {
        var books = new Books();
        books.alter("s|tee", 2, received(9, "delivery"));

        var text = books.shownTo(new Judge()).verdict().text();

        assertTrue(text.contains("s|tee #4"), text);
        assertTrue(text.contains("THE BOOKS DO NOT BALANCE"), text);
        assertEquals(List.of(), new Books().shownTo(new Judge()).verdict().findings());
    }
}
