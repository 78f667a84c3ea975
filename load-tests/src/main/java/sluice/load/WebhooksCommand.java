package sluice.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.load.scenario.Report;
import sluice.load.scenario.Run;
import sluice.load.webhook.Behaviour;
import sluice.load.webhook.Storm;

@Command(
        name = "webhooks",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Tells healthy endpoints of every change of many orders, without and with sick ones beside them: each"
                        + " live one must get every event, in order, signed, and as fast as without the sick.")
final class WebhooksCommand extends ScenarioCommand {

    @Option(names = "--healthy", defaultValue = "25", description = "endpoints that answer at once")
    private int healthy;

    @Option(names = "--slow", defaultValue = "2", description = "endpoints that take two seconds")
    private int slow;

    @Option(names = "--failing", defaultValue = "10", description = "endpoints that answer 500")
    private int failing;

    @Option(names = "--hanging", defaultValue = "5", description = "endpoints that never answer")
    private int hanging;

    @Option(names = "--dripping", defaultValue = "5", description = "endpoints that answer a byte a second")
    private int dripping;

    @Option(names = "--redirecting", defaultValue = "3", description = "endpoints that redirect to a private address")
    private int redirecting;

    @Option(names = "--warm-up", defaultValue = "3000", description = "changes before anything counts")
    private int warmUp;

    @Option(
            names = "--alone",
            defaultValue = "5000",
            description = "changes told to the healthy alone, before and after")
    private int alone;

    @Option(names = "--changes", defaultValue = "20000", description = "changes told to all")
    private int changes;

    @Option(names = "--rate", defaultValue = "60", description = "changes a second, of orders in five steps")
    private double rate;

    @Option(names = "--concurrency", defaultValue = "32", description = "attempts at once, of each endpoint")
    private int concurrency;

    @Option(names = "--per-second", defaultValue = "500", description = "attempts a second, of each endpoint")
    private int perSecond;

    @Option(
            names = "--catch-up",
            defaultValue = "30m",
            converter = Durations.class,
            description = "how long slow endpoints may take to get what is left at the end")
    private Duration catchUp = Duration.ZERO;

    @Option(
            names = "--data-dir",
            description = "data directory of the node's embedded database; default: a temporary one")
    private @Nullable Path dataDirectory;

    WebhooksCommand(PrintStream out) {
        super("webhooks", out);
    }

    @Override
    Report play(Run run) throws Exception {
        var endpoints = new EnumMap<Behaviour, Integer>(Behaviour.class);
        endpoints.put(Behaviour.HEALTHY, healthy);
        endpoints.put(Behaviour.SLOW, slow);
        endpoints.put(Behaviour.FAILING, failing);
        endpoints.put(Behaviour.HANGING, hanging);
        endpoints.put(Behaviour.DRIPPING, dripping);
        endpoints.put(Behaviour.REDIRECTING, redirecting);
        var options = new Storm.Options(endpoints, warmUp, alone, changes, rate, concurrency, perSecond, catchUp);
        var directory = dataDirectory == null ? Files.createTempDirectory("sluice-load-") : dataDirectory;
        return new Storm(options, run).run(directory);
    }
}
