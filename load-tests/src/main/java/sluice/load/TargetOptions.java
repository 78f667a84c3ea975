package sluice.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sluice.load.client.Target;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.scenario.EngineInProcess;
import sluice.load.scenario.RunningNodes;
import sluice.load.scenario.Stage;
import sluice.load.scenario.StartedNodes;
import sluice.load.target.HttpTarget;

/** The options that say what is driven. */
final class TargetOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--url", split = ",", description = "running nodes, asked in turn: http://127.0.0.1:8080")
    private List<URI> urls = List.of();

    @Option(names = "--key", description = "API key for --url; default: the variable SLUICE_KEY")
    private @Nullable String key;

    @Option(names = "--in-process", description = "an engine in this process, without HTTP")
    private boolean inProcess;

    @Option(
            names = "--start-nodes",
            description = "start so many served nodes as one cluster, and stop them at the end")
    private int startNodes;

    @Option(names = "--restart", description = "with --in-process or --start-nodes: restart at the end and judge again")
    private boolean restart;

    @Option(
            names = "--data-dir",
            description = "data directory of a node's embedded database; of the node at --url, or for those to start"
                    + " (default: a temporary one)")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--database-url",
            description = "JDBC URL of the database behind --url, so that its books are judged")
    private @Nullable String databaseUrl;

    /** Starts or finds what is driven. */
    Stage open(Path logs) throws InterruptedException {
        int ways = (urls.isEmpty() ? 0 : 1) + (inProcess ? 1 : 0) + (startNodes > 0 ? 1 : 0);
        if (ways != 1) {
            throw wrong("say what to drive: exactly one of --url, --in-process, --start-nodes");
        }
        if (inProcess) {
            return EngineInProcess.start(ownDirectory(), restart);
        }
        if (startNodes > 0) {
            return StartedNodes.start(startNodes, ownDirectory(), logs, restart);
        }
        var secret = key == null ? System.getenv("SLUICE_KEY") : key;
        if (secret == null || secret.isBlank()) {
            throw wrong("--url needs --key or the variable SLUICE_KEY");
        }
        var targets =
                urls.stream().<Target>map(url -> new HttpTarget(url, secret)).toList();
        return new RunningNodes(targets, database());
    }

    private Optional<String> database() {
        if (databaseUrl != null) {
            return Optional.of(databaseUrl);
        }
        return Optional.ofNullable(dataDirectory).map(directory -> new EmbeddedPostgres(directory).url());
    }

    private Path ownDirectory() {
        try {
            return dataDirectory == null ? Files.createTempDirectory("sluice-load-") : dataDirectory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandLine.ParameterException wrong(String what) {
        if (spec == null) {
            throw new IllegalStateException(what);
        }
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }
}
