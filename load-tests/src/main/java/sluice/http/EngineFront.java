package sluice.http;

import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.NullMarked;
import sluice.Engine;
import sluice.node.HttpSettings;

/**
 * The public API over whatever engine: the same front for the engine and for its opponents. In this package because nothing but a
 * served node binds it otherwise.
 */
@NullMarked
public final class EngineFront {

    private EngineFront() {}

    /**
     * Serves {@code engine} on a free port of the loopback interface until {@code system} stops.
     *
     * @param key the one API key
     * @param config with what a node sets of the server
     */
    public static URI bind(ActorSystem<?> system, Engine engine, MeterRegistry meters, Config config, String key) {
        Keys keys = presented -> presented.equals(key) ? Optional.of("peers") : Optional.empty();
        var binding = Server.bind(
                        system,
                        Server.operations(engine),
                        keys,
                        meters,
                        ServerSettings.read(config),
                        new HttpSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
    }
}
