package sluice.load;

import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sluice.load.client.RetryPolicy;
import sluice.load.scenario.FlashSale;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "flash-sale",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Many buyers want one unit each of one SKU that has few; the units go exactly, or it fails.")
final class FlashSaleCommand extends ScenarioCommand {

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--units", defaultValue = "1000", description = "units received")
    private int units;

    @Option(names = "--buyers", defaultValue = "20000", description = "orders of one unit each")
    private int buyers;

    @Option(names = "--connections", defaultValue = "64", description = "requests in flight")
    private int connections;

    @Option(names = "--accounts", defaultValue = "200", description = "accounts, in turn")
    private int accounts;

    @Option(names = "--limited-share", defaultValue = "0.5", description = "of the accounts, whose limit is 3 orders")
    private double limitedShare;

    @Option(names = "--retries", description = "ask again, under the same key, where the outcome is none or unknown")
    private boolean retries;

    FlashSaleCommand(PrintStream out) {
        super("flash-sale", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var policy = retries ? RetryPolicy.within(Duration.ofSeconds(60)) : RetryPolicy.NEVER;
        var options = new FlashSale.Options(units, buyers, connections, accounts, limitedShare, policy);
        try (var stage = target.open(run.logs())) {
            return new FlashSale(options, run).run(stage);
        }
    }
}
