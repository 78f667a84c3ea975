package sluice.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * What becomes of connections. One that is slow on purpose takes memory and a place among the connections, so it is cut:
 *
 * <ul>
 *   <li>one that does not bring its first whole request head in time; when most places are taken, in much less time;
 *   <li>one on which no whole request head comes and no answer is taken for a while. Pekko HTTP's own idle timeout begins anew with
 *       every byte, so a client that sends, or reads, one now and then would hold its connection for ever. A stream is no such answer, see
 *       {@link IdleCut}.
 * </ul>
 *
 * <p>Meter: {@code sluice.http.connections}, how many are open.
 */
final class Connections {

    private final Api api;
    private final Duration idleTimeout;
    private final Duration headTimeout;
    private final Duration crowdedHeadTimeout;
    private final int crowd;
    private final AtomicInteger open = new AtomicInteger();

    Connections(Api api, ServerSettings settings, MeterRegistry meters) {
        this.api = api;
        this.idleTimeout = settings.idleTimeout();
        this.headTimeout = settings.headTimeout();
        this.crowdedHeadTimeout = settings.crowdedHeadTimeout();
        this.crowd = settings.pekko().getMaxConnections() / 4 * 3;
        Gauge.builder("sluice.http.connections", open, AtomicInteger::get).register(meters);
    }

    /** Serves one connection each time it is run. */
    Flow<HttpRequest, HttpResponse, ?> flow() {
        return Flow.fromMaterializer((materializer, attributes) -> one());
    }

    private Flow<HttpRequest, HttpResponse, NotUsed> one() {
        var patience = open.incrementAndGet() > crowd ? crowdedHeadTimeout : headTimeout;
        var requests = Flow.<HttpRequest>create().initialTimeout(patience).mapAsync(1, api::handle);
        return BidiFlow.fromGraph(new IdleCut(idleTimeout))
                .join(requests)
                .onErrorComplete(TimeoutException.class)
                .watchTermination((nothing, end) -> {
                    var unused = end.whenComplete((done, fault) -> open.decrementAndGet());
                    return nothing;
                });
    }
}
