package sluice.load.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.load.client.Target;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.target.EngineTarget;
import sluice.node.Node;
import sluice.node.NodeSettings;

/** An engine in this very process, driven without HTTP. */
public final class EngineInProcess implements Stage {

    private final Map<String, String> variables;
    private final String databaseUrl;
    private final boolean restarts;
    private Target target;

    private EngineInProcess(Map<String, String> variables, String databaseUrl, boolean restarts, Target target) {
        this.variables = variables;
        this.databaseUrl = databaseUrl;
        this.restarts = restarts;
        this.target = target;
    }

    /** Starts a node with a database of its own in {@code dataDirectory}, which it keeps. */
    public static EngineInProcess start(Path dataDirectory, boolean restarts) {
        var variables = Map.of(
                "SLUICE_DATA_DIR", dataDirectory.toString(),
                "SLUICE_REMOTE_PORT", "0",
                "SLUICE_MANAGEMENT_PORT", "0");
        var target = target(variables);
        return new EngineInProcess(variables, new EmbeddedPostgres(dataDirectory).url(), restarts, target);
    }

    private static Target target(Map<String, String> variables) {
        var node = Node.start(NodeSettings.read(variables));
        return new EngineTarget(node.engine(), node::stop);
    }

    @Override
    public List<Target> targets() {
        return List.of(target);
    }

    @Override
    public Optional<String> databaseUrl() {
        return Optional.of(databaseUrl);
    }

    @Override
    public boolean restart() {
        if (restarts) {
            target.close();
            target = target(variables);
        }
        return restarts;
    }

    @Override
    public void close() {
        target.close();
    }
}
