package sluice.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.jspecify.annotations.Nullable;
import sluice.Engine;
import sluice.endpoint.EndpointDesk;
import sluice.event.Events;
import sluice.key.KeyDesk;
import sluice.key.Keys;
import sluice.node.HttpSettings;
import sluice.rate.ClusterRates;
import sluice.rate.RateLimiter;

/** The public server: operations, bound to an address. */
public final class Server {

    private Server() {}

    /**
     * Serves everything that can be asked of {@code engine} at an address, with the settings that {@code system} was given, until
     * the system stops: then no more connections are taken, and running requests may end.
     *
     * @return the binding, whose port is the one asked for, or a free one for port 0; fails if the address cannot be had
     */
    public static CompletionStage<ServerBinding> serve(
            ActorSystem<?> system, Engine engine, Keys keys, MeterRegistry meters, HttpSettings address) {
        return serve(system, operations(engine), keys, meters, address);
    }

    /** As above, with the operations about keys, the stream of events, and webhooks, which are null where they are off. */
    public static CompletionStage<ServerBinding> serve(
            ActorSystem<?> system,
            Engine engine,
            KeyDesk desk,
            Events events,
            @Nullable EndpointDesk webhooks,
            Keys keys,
            MeterRegistry meters,
            HttpSettings address) {
        var settings = ServerSettings.read(system.settings().config());
        return serve(
                system, operations(engine, desk, events, webhooks, settings.streamHeartbeat()), keys, meters, address);
    }

    private static CompletionStage<ServerBinding> serve(
            ActorSystem<?> system, List<Operation> operations, Keys keys, MeterRegistry meters, HttpSettings address) {
        var settings = ServerSettings.read(system.settings().config());
        return bind(system, operations, keys, ClusterRates.limiter(system, meters), meters, settings, address);
    }

    /** As {@link #serve}, with other operations and settings, and rates that count for this server alone. */
    static CompletionStage<ServerBinding> bind(
            ActorSystem<?> system,
            List<Operation> operations,
            Keys keys,
            MeterRegistry meters,
            ServerSettings settings,
            HttpSettings address) {
        return bind(system, operations, keys, ClusterRates.limiterOfOne(), meters, settings, address);
    }

    /** As {@link #serve}, with other operations, settings and rates. */
    static CompletionStage<ServerBinding> bind(
            ActorSystem<?> system,
            List<Operation> operations,
            Keys keys,
            RateLimiter limiter,
            MeterRegistry meters,
            ServerSettings settings,
            HttpSettings address) {
        var bodies = new Bodies(
                system,
                settings.bodyLimitBytes(),
                settings.bulkBodyLimitBytes(),
                settings.discardLimitBytes(),
                settings.bodyTimeout());
        var pace = Pace.of(settings.refusalsPerSecond(), system);
        var inFlight = new InFlight(settings.maxInFlight(), pace, meters);
        var rates = new Rates(limiter, bodies, pace, meters);
        var streams = OpenStreams.of(settings.maxStreams(), settings.maxStreamsPerKey(), meters, system);
        var requests = new Requests(meters, new AccessLog(settings.accessLog(), settings.slowRequest(), meters));
        var api = new Api(operations, keys, bodies, requests, rates, inFlight, streams, settings.deadline());
        return Http.get(system)
                .newServerAt(address.host(), address.port())
                .withSettings(settings.pekko())
                .bindFlow(new Connections(api, settings, meters).flow())
                .thenApply(binding -> binding.addToCoordinatedShutdown(settings.drainDeadline(), system));
    }

    /**
     * Everything that can be asked.
     *
     * @param webhooks null where they are off
     * @param heartbeat after which a stream on which nothing goes says that it is alive
     */
    static List<Operation> operations(
            Engine engine, KeyDesk desk, Events events, @Nullable EndpointDesk webhooks, Duration heartbeat) {
        return Stream.of(
                        operations(engine),
                        new KeyRoutes(desk, engine).operations(),
                        new EventRoutes(events, heartbeat).operations(),
                        new WebhookRoutes(webhooks, engine).operations())
                .flatMap(List::stream)
                .toList();
    }

    /** Everything that can be asked of the engine. */
    private static List<Operation> operations(Engine engine) {
        return Stream.of(
                        new BulkRoutes(engine).operations(),
                        new ListRoutes(engine).operations(),
                        new OrderRoutes(engine).operations(),
                        new SkuRoutes(engine).operations(),
                        new AccountRoutes(engine).operations(),
                        new ProblemRoutes().operations(),
                        new DocsRoutes().operations())
                .flatMap(List::stream)
                .toList();
    }
}
