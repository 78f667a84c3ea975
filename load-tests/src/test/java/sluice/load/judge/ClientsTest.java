package sluice.load.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static sluice.load.judge.Books.NOON;
import static sluice.load.judge.Books.ONE;
import static sluice.load.judge.Books.THREE;
import static sluice.load.judge.Books.TWO;
import static sluice.load.judge.Books.key;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.load.client.Attempt;
import sluice.load.client.AttemptLog;
import sluice.load.client.OrderContent;
import sluice.load.client.OrderRequest;
import sluice.load.client.SetUpLog;

final class ClientsTest {

    private static final Path FILE = Path.of("client-001.jsonl");

    /** Accepted, accepted and retried, lost and then accepted, refused for stock, refused for credit. */
    private static List<Attempt> truth() {
        return List.of(
                accepted(ONE, 2, 4, false),
                accepted(TWO, 3, 4, false),
                accepted(TWO, 3, 8, true),
                attempt("key-3", 1, 4, Attempt.Kind.UNKNOWN, null),
                accepted(THREE, 1, 6, false),
                attempt("key-5", 2, 10, Attempt.Kind.REFUSED, "insufficient-stock"),
                attempt("key-6", 1, 12, Attempt.Kind.REFUSED, "credit-limit-exceeded"),
                attempt("key-7", 1, 13, Attempt.Kind.NONE, "no-database"));
    }

    private static Attempt accepted(UUID order, long quantity, long atMillis, boolean replayed) {
        var asked = asked(key(order), quantity);
        var content = new OrderContent(
                order.toString(),
                "API",
                "acme",
                asked.externalId(),
                asked.key(),
                "EUR",
                List.of(new OrderContent.Line("tee", quantity, new BigDecimal("19.9"), quantity * 1_990)));
        long sent = (NOON + atMillis) * 1_000;
        return new Attempt(
                "run",
                1,
                sent,
                sent + 900,
                "node",
                asked,
                Attempt.Kind.ACCEPTED,
                201,
                null,
                order.toString(),
                content.digest(),
                replayed);
    }

    private static Attempt attempt(
            String key, long quantity, long atMillis, Attempt.Kind kind, @Nullable String problem) {
        long sent = (NOON + atMillis) * 1_000;
        return new Attempt(
                "run", 1, sent, sent + 900, "node", asked(key, quantity), kind, 409, problem, null, null, null);
    }

    private static OrderRequest asked(String key, long quantity) {
        return new OrderRequest(
                key,
                "API",
                "web-" + key,
                "acme",
                "EUR",
                List.of(new OrderRequest.Line("tee", quantity, new BigDecimal("19.90"))));
    }

    private static Verdict judge(List<Attempt> attempts) {
        var entries = new ArrayList<AttemptLog.Entry>();
        for (var attempt : attempts) {
            entries.add(new AttemptLog.Entry(FILE, entries.size() + 1, attempt));
        }
        var judge = new Books().shownTo(new Judge());
        judge.clients(entries, List.of(), Duration.ofMillis(1));
        return judge.verdict();
    }

    @Test
    void whatClientsWereTruthfullyTold_isFoundSo() {
        var verdict = judge(truth());

        assertTrue(verdict.isBalanced(), verdict::text);
        assertEquals(8, verdict.judged().get("attempts"));
        assertEquals(6, verdict.judged().get("keys"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alterations")
    void oneAlteredAnswer_isFoundByItsRule(String what, Rule rule, int line, UnaryOperator<Attempt> alteration) {
        var attempts = new ArrayList<>(truth());
        attempts.set(line, alteration.apply(attempts.get(line)));

        var verdict = judge(attempts);

        assertFalse(verdict.of(rule).isEmpty(), verdict::text);
        assertTrue(verdict.text().contains(FILE + ":"), verdict::text);
    }

    static Stream<Arguments> alterations() {
        return Stream.of(
                altered("another content", Rule.ACKNOWLEDGED, 0, a -> told(a, Attempt.Kind.ACCEPTED, a.order(), "00")),
                altered(
                        "another order",
                        Rule.ACKNOWLEDGED,
                        0,
                        a -> told(a, Attempt.Kind.ACCEPTED, UUID.randomUUID().toString(), a.digest())),
                altered(
                        "the order of somebody else",
                        Rule.ACKNOWLEDGED,
                        0,
                        a -> told(a, Attempt.Kind.ACCEPTED, TWO.toString(), a.digest())),
                altered(
                        "refused where accepted",
                        Rule.REFUSED_IS_NOTHING,
                        0,
                        a -> told(a, Attempt.Kind.REFUSED, null, null)),
                altered(
                        "not done where accepted",
                        Rule.REFUSED_IS_NOTHING,
                        0,
                        a -> told(a, Attempt.Kind.NONE, null, null)),
                altered(
                        "accepted where refused",
                        Rule.ACKNOWLEDGED,
                        5,
                        a -> told(a, Attempt.Kind.ACCEPTED, ONE.toString(), "00")),
                altered(
                        "a retry with another answer",
                        Rule.SAME_ANSWER,
                        2,
                        a -> told(a, Attempt.Kind.ACCEPTED, ONE.toString(), a.digest())),
                altered("a retry refused", Rule.SAME_ANSWER, 2, a -> told(a, Attempt.Kind.REFUSED, null, null)),
                altered("no stock where there was some", Rule.REFUSED_WITH_REASON, 5, a -> asking(a, 1)),
                altered("no credit where there was some", Rule.REFUSED_WITH_REASON, 6, a -> asking(a, 0)));
    }

    private static Arguments altered(String what, Rule rule, int line, UnaryOperator<Attempt> alteration) {
        return arguments(what, rule, line, alteration);
    }

    private static Attempt told(Attempt was, Attempt.Kind kind, @Nullable String order, @Nullable String digest) {
        return new Attempt(
                was.run(),
                was.client(),
                was.sentMicros(),
                was.answeredMicros(),
                was.target(),
                was.asked(),
                kind,
                0,
                "altered",
                order,
                digest,
                was.replayed());
    }

    private static Attempt asking(Attempt was, long quantity) {
        return new Attempt(
                was.run(),
                was.client(),
                was.sentMicros() + 60_000_000,
                was.answeredMicros() + 60_000_000,
                was.target(),
                asked(was.asked().key(), quantity),
                was.kind(),
                was.status(),
                was.problem(),
                null,
                null,
                null);
    }

    @Test
    void receiptsThatTheJournalLacks_areFound() {
        var told = List.of(
                new SetUpLog.Entry(FILE, 1, new SetUpLog.Act(SetUpLog.Kind.RECEIPT, "tee", 10, "delivery")),
                new SetUpLog.Entry(FILE, 2, new SetUpLog.Act(SetUpLog.Kind.RECEIPT, "tee", 11, "delivery")),
                new SetUpLog.Entry(FILE, 3, new SetUpLog.Act(SetUpLog.Kind.ACCOUNT, "acme", 12_000, null)),
                new SetUpLog.Entry(FILE, 4, new SetUpLog.Act(SetUpLog.Kind.ACCOUNT, "acme", 1, null)));
        var judge = new Books().shownTo(new Judge());
        judge.clients(List.of(), told, Duration.ZERO);

        assertEquals(
                List.of("client-001.jsonl:2", "client-001.jsonl:4"),
                judge.verdict().of(Rule.SET_UP).stream().map(Finding::where).toList());
    }
}
