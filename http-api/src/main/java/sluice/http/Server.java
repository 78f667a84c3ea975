package sluice.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import sluice.Engine;

/** The public server: the operations of all subjects, bound to an address. */
final class Server {

    private Server() {}

    /**
     * Serves {@code engine} at an address until the actor system stops: then no more connections are taken, and running requests
     * may end.
     *
     * @return the binding, whose port is the one asked for, or a free one for port 0; fails if the address cannot be had
     */
    static CompletionStage<ServerBinding> bind(
            ActorSystem<?> system, Engine engine, Keys keys, MeterRegistry meters, String host, int port) {
        var settings = ServerSettings.read(system.settings().config());
        var bodies = new Bodies(system, settings.bodyLimitBytes(), settings.bodyTimeout());
        var api = new Api(operations(engine), keys, bodies, new Requests(meters), settings.deadline());
        return Http.get(system)
                .newServerAt(host, port)
                .withSettings(settings.pekko())
                .bind(api::handle)
                .thenApply(binding -> binding.addToCoordinatedShutdown(settings.drainDeadline(), system));
    }

    /** Everything that can be asked. */
    static List<Operation> operations(Engine engine) {
        return Stream.of(
                        new OrderRoutes(engine).operations(),
                        new SkuRoutes(engine).operations(),
                        new AccountRoutes(engine).operations(),
                        new ProblemRoutes().operations())
                .flatMap(List::stream)
                .toList();
    }
}
