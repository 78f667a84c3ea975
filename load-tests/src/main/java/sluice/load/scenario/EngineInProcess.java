package sluice.load.scenario;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sluice.load.client.Target;
import sluice.load.target.EngineTarget;
import sluice.load.target.NodeInProcess;

/** An engine in this very process, driven without HTTP. */
public final class EngineInProcess implements Stage {

    private final NodeInProcess node;
    private final boolean restarts;
    private Target target;

    private EngineInProcess(NodeInProcess node, boolean restarts) {
        this.node = node;
        this.restarts = restarts;
        this.target = new EngineTarget(node.engine());
    }

    /** Starts a node with a database of its own in {@code dataDirectory}, which it keeps. */
    public static EngineInProcess start(Path dataDirectory, boolean restarts) {
        return new EngineInProcess(NodeInProcess.start(dataDirectory, ConfigFactory.empty()), restarts);
    }

    @Override
    public List<Target> targets() {
        return List.of(target);
    }

    @Override
    public Optional<String> databaseUrl() {
        return Optional.of(node.postgres().url());
    }

    @Override
    public boolean restart() {
        if (restarts) {
            node.restart();
            target = new EngineTarget(node.engine());
        }
        return restarts;
    }

    @Override
    public void close() {
        node.close();
    }
}
