package sluice.load.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.load.client.Target;
import sluice.load.process.EmbeddedPostgres;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.target.HttpTarget;

/** Served nodes that form one cluster, as processes of their own on one database that the first runs. */
public final class StartedNodes implements Stage {

    private static final String KEY = "load-tests-own-key-of-every-scope";

    private final Path dataDirectory;
    private final boolean restarts;
    private final List<ServedNode> nodes = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    /** @param restarts whether {@link #restart} does anything */
    private StartedNodes(Path dataDirectory, boolean restarts) {
        this.dataDirectory = dataDirectory;
        this.restarts = restarts;
    }

    /** Starts {@code count} nodes and returns when all are ready. */
    public static StartedNodes start(int count, Path dataDirectory, Path logs, boolean restarts)
            throws InterruptedException {
        var stage = new StartedNodes(dataDirectory, restarts);
        try {
            var first = NodePlan.alone(dataDirectory, KEY, logs.resolve("node-1.log"));
            var seeds = new ArrayList<Integer>();
            seeds.add(first.remotePort());
            stage.add(
                    ServedNode.start(count == 1 ? first : first.seededBy(seeds)).awaitReady());
            for (int i = 2; i <= count; i++) {
                var plan = NodePlan.beside(stage.database().url(), KEY, logs.resolve("node-" + i + ".log"));
                seeds.add(plan.remotePort());
                stage.add(ServedNode.start(plan.seededBy(seeds)).awaitReady());
            }
            return stage;
        } catch (RuntimeException | InterruptedException e) {
            stage.close();
            throw e;
        }
    }

    private void add(ServedNode node) {
        nodes.add(node);
        targets.add(new HttpTarget(node.plan().url(), node.plan().apiKey()));
    }

    private EmbeddedPostgres database() {
        return new EmbeddedPostgres(dataDirectory);
    }

    @Override
    public List<Target> targets() {
        return targets;
    }

    @Override
    public Optional<String> databaseUrl() {
        return Optional.of(database().url());
    }

    @Override
    public boolean restart() throws InterruptedException {
        if (!restarts) {
            return false;
        }
        for (var node : nodes.reversed()) {
            node.stop();
        }
        nodes.replaceAll(node -> ServedNode.start(node.plan()));
        for (var node : nodes) {
            node.awaitReady();
        }
        return true;
    }

    @Override
    public void close() {
        targets.forEach(Target::close);
        nodes.reversed().forEach(ServedNode::close);
    }
}
