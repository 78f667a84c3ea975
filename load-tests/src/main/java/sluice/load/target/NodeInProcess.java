package sluice.load.target;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import sluice.Engine;
import sluice.load.process.EmbeddedPostgres;
import sluice.node.Node;
import sluice.node.NodeSettings;

/**
 * A node in this process, alone, with the database that it runs for itself. Serves no HTTP. Keeps no read models unless told to: nobody
 * reads its lists, and tails that catch up after one measurement would take their time from the next.
 */
public final class NodeInProcess implements AutoCloseable {

    private static final Config NO_LISTS = ConfigFactory.parseString("sluice.engine.read-models.kept = off");

    private final NodeSettings settings;
    private final EmbeddedPostgres postgres;
    private Node node;

    private NodeInProcess(NodeSettings settings, EmbeddedPostgres postgres) {
        this.settings = settings;
        this.postgres = postgres;
        this.node = Node.start(settings);
    }

    /**
     * Starts the node and its database.
     *
     * @param dataDirectory of the database, which is kept
     * @param overrides what is set otherwise than a node has it built in
     */
    public static NodeInProcess start(Path dataDirectory, Config overrides) {
        var variables = Map.of(
                "SLUICE_DATA_DIR", dataDirectory.toString(),
                "SLUICE_REMOTE_PORT", "0",
                "SLUICE_MANAGEMENT_PORT", "0",
                "SLUICE_BOOTSTRAP_KEY", "a-key-that-nobody-is-told-of");
        return new NodeInProcess(
                NodeSettings.read(variables, overrides.withFallback(NO_LISTS)), new EmbeddedPostgres(dataDirectory));
    }

    /** The one that runs now. */
    public Node node() {
        return node;
    }

    /** Of the node that runs now. */
    public Engine engine() {
        return node.engine();
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** Stops the node with its database, and starts both again. */
    public void restart() {
        node.stop();
        node = Node.start(settings);
    }

    @Override
    public void close() {
        node.stop();
    }
}
