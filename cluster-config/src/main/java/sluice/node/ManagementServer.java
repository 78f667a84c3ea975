package sluice.node;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.cluster.javadsl.ClusterHttpManagementRoutes;

/**
 * What operators and orchestrators ask a node: {@code /alive} (200 while it runs), {@code /ready} (200 while it takes work, else
 * 503 and why not), {@code /metrics} for Prometheus, {@code /cluster/members}. It answers until the actor system ends.
 */
final class ManagementServer {
    private static final Duration BINDING = Duration.ofSeconds(10);

    private ManagementServer() {}

    /** @param unready why the node takes no work, empty if it does */
    static ServerBinding start(
            ActorSystem<?> system,
            ManagementSettings settings,
            PrometheusMeterRegistry meters,
            Supplier<Optional<String>> unready) {
        try {
            return Http.get(system)
                    .newServerAt(settings.host(), settings.port())
                    .bind(routes(system, meters, unready))
                    .toCompletableFuture()
                    .get(BINDING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartFailed(
                    "The management address " + settings.host() + ":" + settings.port()
                            + " cannot be listened on, most likely because another process does. Give this node"
                            + " another port with "
                            + Variable.SLUICE_MANAGEMENT_PORT + ".",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("The start was interrupted.", e);
        }
    }

    private static Route routes(
            ActorSystem<?> system, PrometheusMeterRegistry meters, Supplier<Optional<String>> unready) {
        var prometheus = MediaTypes.TEXT_PLAIN.toContentType(HttpCharsets.UTF_8);
        return concat(
                path("alive", () -> get(() -> complete("alive\n"))),
                path(
                        "ready",
                        () -> get(() -> {
                            var reason = unready.get();
                            return reason.isEmpty()
                                    ? complete("ready\n")
                                    : complete(StatusCodes.SERVICE_UNAVAILABLE, reason.get() + "\n");
                        })),
                path(
                        "metrics",
                        () -> get(() -> complete(StatusCodes.OK, HttpEntities.create(prometheus, meters.scrape())))),
                ClusterHttpManagementRoutes.readOnly(Cluster.get(Adapter.toClassic(system))));
    }
}
