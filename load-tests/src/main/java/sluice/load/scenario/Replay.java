package sluice.load.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.load.client.Answer;
import sluice.load.client.Crowd;
import sluice.load.client.Crowd.Placed;
import sluice.load.client.Meter;
import sluice.load.client.OrderContent;
import sluice.load.client.OrderRequest;
import sluice.load.client.RetryPolicy;
import sluice.load.client.SetUpLog;

/**
 * Places the invoices of a {@link RetailFile} as orders, in the sequence of the file, after a share of what they want was received.
 * Customers have accounts; invoices without one are guests' orders.
 */
public final class Replay {

    private static final BigDecimal NO_LIMIT = new BigDecimal("1000000000.00");

    private final Options options;
    private final Run run;

    /**
     * @param share of the demand for each SKU that is received first, rounded down to whole units
     * @param creditShare of the worth of each account's invoices that its limit allows, rounded down to the penny; zero or less for
     *     limits that never bind
     * @param prefix stands before every stock code and customer
     */
    public record Options(
            Path file, BigDecimal share, BigDecimal creditShare, int clients, String prefix, RetryPolicy retries) {}

    public Replay(Options options, Run run) {
        this.options = options;
        this.run = run;
    }

    /** Plays the whole of it. */
    public Report run(Stage stage) throws InterruptedException {
        var report = new Report(run.scenario(), Conditions.here(options.clients(), stage.names()));
        var file = RetailFile.read(options.file(), options.prefix());
        var received = new TreeMap<String, Long>();
        file.demand()
                .forEach((code, units) -> received.put(
                        options.prefix() + code,
                        part(options.share(), BigDecimal.valueOf(units), 0).longValue()));
        var limits = limits(file);
        setUp(stage, received, limits);

        var meter = new Meter();
        var placed = place(stage, file, meter);
        report.fact("run", run.id())
                .fact("file", file.counts())
                .fact("SKUs", received.size())
                .fact("accounts", limits.size())
                .fact("longest order", longest(file))
                .fact("share of demand received", options.share())
                .fact("accepted", FlashSale.accepted(placed));
        report.measured(meter);
        judge(stage, received, limits, placed, report);
        if (stage.restart()) {
            judge(stage, received, limits, placed, report);
            report.fact("after a restart", "judged again");
        }
        whole(placed, report);
        return report;
    }

    private void setUp(Stage stage, Map<String, Long> received, Map<String, BigDecimal> limits)
            throws InterruptedException {
        try (var log = SetUpLog.in(run.logs())) {
            var setUp = new SetUp(stage.targets().getFirst(), log, 16);
            received.forEach((sku, units) -> setUp.sku(sku, sku, units, "receipt-" + run.id() + "-" + sku));
            limits.forEach((account, limit) -> setUp.account(account, limit, RetailFile.CURRENCY));
            setUp.carryOut();
        }
        run.out().printf("%,d SKUs and %,d accounts defined%n", received.size(), limits.size());
    }

    private List<Placed> place(Stage stage, RetailFile file, Meter meter) throws InterruptedException {
        try (var progress = Progress.show(run.out(), meter)) {
            var crowd = new Crowd(run.id(), run.logs(), options.clients(), stage.targets(), options.retries(), meter);
            var placed = crowd.place(orders(file));
            run.out()
                    .printf(
                            "%,d orders answered in %,d ms%n",
                            placed.size(), progress.elapsed().toMillis());
            return placed;
        }
    }

    private Iterator<OrderRequest> orders(RetailFile file) {
        return file.invoices().stream().map(this::order).iterator();
    }

    private OrderRequest order(RetailFile.Invoice invoice) {
        return new OrderRequest(
                "rp-" + run.id() + "-" + invoice.number(),
                "API",
                invoice.number() + "-" + run.id(),
                invoice.customer().isEmpty() ? null : options.prefix() + invoice.customer(),
                RetailFile.CURRENCY,
                invoice.lines().stream()
                        .map(line -> new OrderRequest.Line(
                                options.prefix() + line.stockCode(), line.quantity(), line.unitPrice()))
                        .toList());
    }

    private Map<String, BigDecimal> limits(RetailFile file) {
        var worth = new TreeMap<String, BigDecimal>();
        file.customers().forEach(customer -> worth.put(options.prefix() + customer, BigDecimal.ZERO));
        for (var invoice : file.invoices()) {
            var order = order(invoice);
            if (order.account() != null) {
                worth.merge(order.account(), BigDecimal.valueOf(order.totalMinorUnits(), 2), BigDecimal::add);
            }
        }
        worth.replaceAll(
                (account, sum) -> options.creditShare().signum() <= 0 ? NO_LIMIT : part(options.creditShare(), sum, 2));
        return worth;
    }

    private static BigDecimal part(BigDecimal share, BigDecimal whole, int digits) {
        return whole.multiply(share).setScale(digits, RoundingMode.FLOOR);
    }

    private static int longest(RetailFile file) {
        return file.invoices().stream()
                .mapToInt(invoice -> invoice.lines().size())
                .max()
                .orElse(0);
    }

    private void judge(
            Stage stage, Map<String, Long> received, Map<String, BigDecimal> limits, List<Placed> placed, Report report)
            throws InterruptedException {
        var minorLimits = new TreeMap<String, Long>();
        limits.forEach(
                (account, limit) -> minorLimits.put(account, OrderContent.minorUnits(limit, RetailFile.CURRENCY)));
        var audit = new ApiAudit(stage.targets(), placed, 16).stock(received).accounts(minorLimits);
        report.fact("orders read again", audit.orders());
        audit.problems().forEach(report::problem);
        stage.judge(run.logs(), report);
    }

    /** Where all of the demand was received and no limit binds, nothing may be refused. */
    private void whole(List<Placed> placed, Report report) {
        if (options.share().compareTo(BigDecimal.ONE) < 0
                || options.creditShare().signum() > 0) {
            return;
        }
        var refused = new ArrayList<String>();
        for (var each : placed) {
            if (!(each.answer() instanceof Answer.Accepted)) {
                refused.add(each.request().key() + " was answered " + each.answer());
            }
        }
        if (!refused.isEmpty()) {
            report.problem(refused.size() + " orders were not accepted, the first: " + refused.getFirst());
        }
    }
}
