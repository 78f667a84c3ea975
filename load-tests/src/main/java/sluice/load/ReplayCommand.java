package sluice.load;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sluice.load.client.RetryPolicy;
import sluice.load.scenario.Replay;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Places the invoices of a file of real orders (UCI Online Retail, CSV), one order per invoice.")
final class ReplayCommand extends ScenarioCommand {

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--file", required = true, description = "the CSV file")
    private Path file = Path.of("");

    @Option(
            names = "--share",
            defaultValue = "1.0",
            description = "of the demand for each SKU that is received first, rounded down")
    private BigDecimal share = BigDecimal.ONE;

    @Option(
            names = "--credit-share",
            defaultValue = "0",
            description = "of each account's demand that its limit allows; 0: no limit binds")
    private BigDecimal creditShare = BigDecimal.ZERO;

    @Option(names = "--clients", defaultValue = "16", description = "requests in flight")
    private int clients;

    @Option(names = "--prefix", description = "before every SKU and account; default: one that no other run has")
    private @Nullable String prefix;

    @Option(names = "--retries", description = "ask again, under the same key, where the outcome is none or unknown")
    private boolean retries;

    ReplayCommand(PrintStream out) {
        super("replay", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var policy = retries ? RetryPolicy.within(Duration.ofSeconds(60)) : RetryPolicy.NEVER;
        var before = prefix == null ? run.id() + "." : prefix;
        var options = new Replay.Options(file, share, creditShare, clients, before, policy);
        try (var stage = target.open(run.logs())) {
            return new Replay(options, run).run(stage);
        }
    }
}
