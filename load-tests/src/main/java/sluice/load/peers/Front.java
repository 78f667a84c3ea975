package sluice.load.peers;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.Engine;
import sluice.http.Server;
import sluice.key.ApiKey;
import sluice.node.HttpSettings;

/** The public API over whatever engine, by the server that a node has: the same front for the engine and for its opponents. */
final class Front {

    private Front() {}

    /**
     * Serves {@code engine} on a free port of the loopback interface until {@code system} stops.
     *
     * @param key the one API key
     */
    static URI serve(ActorSystem<?> system, Engine engine, MeterRegistry meters, String key) {
        var address = new HttpSettings("127.0.0.1", 0);
        var binding = Server.serve(
                        system,
                        engine,
                        presented -> presented.equals(key) ? Optional.of(ApiKey.unlimited("peers")) : Optional.empty(),
                        meters,
                        address)
                .toCompletableFuture()
                .join();
        return URI.create(
                "http://" + address.host() + ":" + binding.localAddress().getPort());
    }
}
