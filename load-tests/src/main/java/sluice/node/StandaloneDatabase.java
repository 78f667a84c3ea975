package sluice.node;

import org.jspecify.annotations.NullMarked;

/**
 * The embedded PostgreSQL without a node: what an opponent of the engine runs on, so that both have the same server and the same
 * settings. In this package because nothing but a node starts one otherwise.
 */
@NullMarked
public final class StandaloneDatabase implements AutoCloseable {

    private final EmbeddedDatabase database;

    private StandaloneDatabase(EmbeddedDatabase database) {
        this.database = database;
    }

    /** Starts the one that {@code settings} describe, and returns once it answers. */
    public static StandaloneDatabase start(NodeSettings settings) {
        return new StandaloneDatabase(EmbeddedDatabase.start(settings.embedded()));
    }

    @Override
    public void close() {
        database.close();
    }
}
