package sluice.load.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import sluice.load.client.Answer;
import sluice.load.client.Crowd;
import sluice.load.client.Crowd.Placed;
import sluice.load.client.Meter;
import sluice.load.client.OrderContent;
import sluice.load.client.OrderRequest;
import sluice.load.client.RetryPolicy;
import sluice.load.client.SetUpLog;
import sluice.load.client.Target;

/**
 * Many buyers want one unit each of one SKU that has few. Part of the accounts have a limit that three orders use up. Every second
 * order is named by an external id besides its key.
 */
public final class FlashSale {

    private static final BigDecimal PRICE = new BigDecimal("19.90");
    private static final String CURRENCY = "EUR";
    private static final int ORDERS_IN_A_LIMIT = 3;

    private final Options options;
    private final Run run;
    private final String sku;
    private final Meter meter = new Meter();

    /**
     * @param limitedShare of the accounts, from 0 to 1, whose limit binds
     * @param connections clients, each with one request in flight
     */
    public record Options(
            int units, int buyers, int connections, int accounts, double limitedShare, RetryPolicy retries) {}

    public FlashSale(Options options, Run run) {
        this.options = options;
        this.run = run;
        this.sku = "flash-" + run.id();
    }

    Meter meter() {
        return meter;
    }

    String sku() {
        return sku;
    }

    /** Defines the SKU and the accounts, and receives the units. */
    void setUp(Target target) throws InterruptedException {
        try (var log = SetUpLog.in(run.logs())) {
            var setUp = new SetUp(target, log, Math.min(16, options.connections()));
            setUp.sku(sku, "Sold in a flash", options.units(), "receipt-" + run.id());
            for (int i = 0; i < options.accounts(); i++) {
                setUp.account(account(i), limit(i), CURRENCY);
            }
            setUp.carryOut();
        }
    }

    /** Lets the buyers in and returns what each was last told. */
    List<Placed> sell(List<Target> targets) throws InterruptedException {
        try (var progress = Progress.show(run.out(), meter)) {
            var crowd = new Crowd(run.id(), run.logs(), options.connections(), targets, options.retries(), meter);
            var placed = crowd.place(orders());
            run.out()
                    .printf(
                            "%,d orders answered in %,d ms%n",
                            placed.size(), progress.elapsed().toMillis());
            return placed;
        }
    }

    private Iterator<OrderRequest> orders() {
        return IntStream.range(0, options.buyers()).mapToObj(this::order).iterator();
    }

    private OrderRequest order(int buyer) {
        var key = "fs-" + run.id() + "-" + buyer;
        return new OrderRequest(
                key,
                "API",
                buyer % 2 == 0 ? "web-" + key : null,
                account(buyer % options.accounts()),
                CURRENCY,
                List.of(new OrderRequest.Line(sku, 1, PRICE)));
    }

    private String account(int number) {
        return "buyer-" + run.id() + "-" + number;
    }

    private BigDecimal limit(int account) {
        boolean binds = account < Math.round(options.accounts() * options.limitedShare());
        return binds ? PRICE.multiply(BigDecimal.valueOf(ORDERS_IN_A_LIMIT)) : new BigDecimal("1000000.00");
    }

    /** How many units there are buyers with credit for. */
    private long wanted() {
        long wanted = 0;
        for (int account = 0; account < options.accounts(); account++) {
            long buyers = ((long) options.buyers() + options.accounts() - 1 - account) / options.accounts();
            long credit = limit(account).divideToIntegralValue(PRICE).longValue();
            wanted += Math.min(buyers, credit);
        }
        return wanted;
    }

    /** As {@link #audit}, and the units went exactly: where nobody interferes, none may be left while somebody wants it. */
    List<String> auditExactly(List<Target> targets, List<Placed> placed) throws InterruptedException {
        var problems = new ArrayList<>(audit(targets, placed));
        long accepted = accepted(placed);
        long unknown = placed.stream()
                .filter(each -> each.answer() instanceof Answer.Unknown)
                .count();
        long sold = Math.min(options.units(), wanted());
        if (accepted > sold || accepted + unknown < sold) {
            problems.add("%d units were sold where %d should have been".formatted(accepted, sold));
        }
        return problems;
    }

    /** Holds the API's books against the answers, and returns what is wrong. */
    List<String> audit(List<Target> targets, List<Placed> placed) throws InterruptedException {
        var limits = new TreeMap<String, Long>();
        for (int i = 0; i < options.accounts(); i++) {
            limits.put(account(i), OrderContent.minorUnits(limit(i), CURRENCY));
        }
        var audit = new ApiAudit(targets, placed, Math.min(32, options.connections()))
                .stock(Map.of(sku, (long) options.units()))
                .accounts(limits);
        long read = audit.orders();
        var problems = new ArrayList<>(audit.problems());
        long accepted = accepted(placed);
        if (read != accepted) {
            problems.add("%d orders were acknowledged, %d looked at".formatted(accepted, read));
        }
        return problems;
    }

    static long accepted(List<Placed> placed) {
        return placed.stream()
                .filter(each -> each.answer() instanceof Answer.Accepted)
                .count();
    }

    /** The whole scenario against running targets; the books in the database are judged where it is known. */
    public Report run(Stage stage) throws InterruptedException {
        var report = new Report(run.scenario(), Conditions.here(options.connections(), stage.names()));
        setUp(stage.targets().getFirst());
        long begun = System.nanoTime();
        var placed = sell(stage.targets());
        double seconds = (System.nanoTime() - begun) / 1e9;
        report.fact("run", run.id())
                .fact("units", options.units())
                .fact("buyers", options.buyers())
                .fact("accepted", accepted(placed))
                .fact("seconds", Math.round(seconds * 100) / 100.0)
                .fact("orders answered per second", Math.round(placed.size() / seconds));
        report.measured(meter);
        auditExactly(stage.targets(), placed).forEach(report::problem);
        serverErrors(report);
        stage.judge(run.logs(), report);
        if (stage.restart()) {
            auditExactly(stage.targets(), placed).forEach(problem -> report.problem("after a restart: " + problem));
            stage.judge(run.logs(), report);
        }
        return report;
    }

    /** Nobody interferes, so whoever asked was answered. */
    private void serverErrors(Report report) {
        meter.counts().forEach((label, count) -> {
            if (label.startsWith("5") || label.startsWith("no")) {
                report.problem(count + " attempts ended with " + label);
            }
        });
    }
}
