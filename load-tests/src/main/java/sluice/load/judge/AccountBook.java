package sluice.load.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The book of one account, in minor units: no pledge may raise the exposure above the limit then in force. */
final class AccountBook implements Book {

    private final String account;
    private final Ledger ledger;
    private final Earmarked pledges;
    private final Timeline availableCredit = new Timeline();
    private final List<Long> limits = new ArrayList<>();
    private boolean defined;
    private long limit;
    private long invoiced;
    private long paid;

    AccountBook(String account, Ledger ledger) {
        this.account = account;
        this.ledger = ledger;
        this.pledges = new Earmarked(ledger, Rule.LEGAL_CREDIT, "pledge");
    }

    @Override
    public void apply(Place place, long atMillis, Decoder.Event event) {
        var body = event.body();
        if (!defined && !event.type().equals("def")) {
            ledger.breach(Rule.LEGAL_CREDIT, place, "'" + event.type() + "' before the account was opened");
        }
        switch (event.type()) {
            case "def" -> {
                defined = true;
                limit = Decoder.number(body.path("d").path("l"), "m");
                limits.add(limit);
            }
            case "p" -> pledge(place, event);
            case "r" -> pledges.release(place, Decoder.uuid(body.path("o")));
            case "v" -> Decoder.uuids(body.path("o")).forEach(order -> pledges.vouch(place, order));
            case "i" -> invoice(place, event);
            case "f" -> {
                var order = Decoder.uuid(body.path("o"));
                long number = Decoder.number(body, "n");
                ledger.apply(order, number, place, "f", 0);
                pledges.take(place, order, number, 0, true);
            }
            case "pay" -> paid += Decoder.number(body.path("m"), "m");
            default -> throw new IllegalArgumentException("no event of an account: " + body);
        }
        availableCredit.add(atMillis, limit - exposure());
    }

    private void pledge(Place place, Decoder.Event event) {
        long amount = Decoder.number(event.body(), "m");
        if (amount < 0) {
            ledger.breach(Rule.LEGAL_CREDIT, place, "a pledge of " + amount);
        }
        pledges.open(place, Decoder.uuid(event.body().path("o")), amount);
        if (exposure() > limit) {
            ledger.breach(
                    Rule.NO_OVERCREDIT, place, "an exposure of %d where the limit is %d".formatted(exposure(), limit));
        }
    }

    private void invoice(Place place, Decoder.Event event) {
        var order = Decoder.uuid(event.body().path("o"));
        long number = Decoder.number(event.body(), "n");
        long amount = Decoder.numberOrZero(event.body(), "m");
        long unpledged = Decoder.numberOrZero(event.body(), "x");
        if (unpledged != 0) {
            ledger.breach(
                    Rule.LEGAL_CREDIT, place, "%d was invoiced unpledged, of order %s".formatted(unpledged, order));
        }
        invoiced += amount;
        ledger.apply(order, number, place, "i", amount);
        ledger.invoiced.merge(order, amount, Long::sum);
        pledges.take(
                place, order, number, amount - unpledged, event.body().path("z").asBoolean(false));
    }

    private long exposure() {
        return pledges.total() + invoiced - paid;
    }

    @Override
    public void close() {
        ledger.availableCredit.put(account, availableCredit);
        ledger.creditLimits.put(account, limits);
        pledges.live()
                .forEach((order, amount) -> ledger.pledges
                        .computeIfAbsent(order, key -> new HashMap<>())
                        .put(account, amount));
    }
}
