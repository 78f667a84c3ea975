package sluice.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Serves connections: one request after the other, each answered before the next is taken. One that is slow on purpose takes memory and a
 * place among the connections, so it is cut:
 *
 * <ul>
 *   <li>one that does not bring its first whole request head in time; when most places are taken, in much less time;
 *   <li>one on which no whole request head comes and no answer is taken for a while. Pekko HTTP's own idle timeout begins anew with
 *       every byte, so a client that sends, or reads, one now and then would hold its connection for ever. A
 *       stream is an answer that goes on: while it does, its connection is not idle.
 * </ul>
 *
 * <p>One stage for all of it, since every stage is made anew for every connection: what a connection costs is what a flood of them costs.
 *
 * <p>Meter: {@code sluice.http.connections}, how many are open.
 */
final class Connections extends GraphStage<FlowShape<HttpRequest, HttpResponse>> {

    private final Inlet<HttpRequest> requests = Inlet.create("requests");
    private final Outlet<HttpResponse> responses = Outlet.create("responses");
    private final FlowShape<HttpRequest, HttpResponse> shape = FlowShape.of(requests, responses);

    private final Api api;
    private final long idleNanos;
    private final Duration headTimeout;
    private final Duration crowdedHeadTimeout;
    private final int crowd;
    private final AtomicInteger open = new AtomicInteger();

    Connections(Api api, ServerSettings settings, MeterRegistry meters) {
        this.api = api;
        this.idleNanos = settings.idleTimeout().toNanos();
        this.headTimeout = settings.headTimeout();
        this.crowdedHeadTimeout = settings.crowdedHeadTimeout();
        this.crowd = settings.pekko().getMaxConnections() / 4 * 3;
        Gauge.builder("sluice.http.connections", open, AtomicInteger::get).register(meters);
    }

    @Override
    public FlowShape<HttpRequest, HttpResponse> shape() {
        return shape;
    }

    @Override
    public TimerGraphStageLogic createLogic(Attributes attributes) {
        return new Connection();
    }

    /** What {@link Api#handle} came to: one of the two. */
    private record Handled(
            @Nullable HttpResponse response, @Nullable Throwable fault) {}

    private final class Connection extends TimerGraphStageLogic {

        private final AsyncCallback<Handled> handled = createAsyncCallback(this::answer);
        private boolean carriesOut;
        private int streams;
        private boolean hasBegun;
        private long lastNanos = System.nanoTime();

        Connection() {
            super(shape);
            var handler = new AbstractInOutHandler() {
                @Override
                public void onPull() {
                    if (!carriesOut) {
                        pull(requests);
                    }
                }

                @Override
                public void onPush() {
                    begin(grab(requests));
                }

                @Override
                public void onUpstreamFinish() {
                    if (!carriesOut) {
                        completeStage();
                    }
                }
            };
            setHandler(requests, handler);
            setHandler(responses, handler);
        }

        @Override
        public void preStart() {
            scheduleOnce(this, open.incrementAndGet() > crowd ? crowdedHeadTimeout : headTimeout);
        }

        @Override
        public void postStop() {
            open.decrementAndGet();
        }

        private void begin(HttpRequest request) {
            lastNanos = System.nanoTime();
            hasBegun = true;
            carriesOut = true;
            var unused =
                    api.handle(request).whenComplete((response, fault) -> handled.invoke(new Handled(response, fault)));
        }

        private void answer(Handled outcome) {
            lastNanos = System.nanoTime();
            carriesOut = false;
            if (outcome.response() == null) {
                failStage(outcome.fault());
                return;
            }
            outcome.response().getAttribute(OpenStreams.END).ifPresent(this::streamUntil);
            push(responses, outcome.response());
            if (isClosed(requests)) {
                completeStage();
            }
        }

        private void streamUntil(CompletionStage<?> end) {
            streams++;
            var ended = createAsyncCallback((Object none) -> {
                streams--;
                lastNanos = System.nanoTime();
            });
            var unused = end.whenComplete((done, fault) -> ended.invoke(Done.done()));
        }

        /** Looks whether it is idle, and if it is not, when it would be. */
        @Override
        public void onTimer(Object key) {
            long left = streams > 0 ? idleNanos : idleNanos - (System.nanoTime() - lastNanos);
            if (!hasBegun || left <= 0) {
                completeStage();
            } else {
                scheduleOnce(this, Duration.ofNanos(left));
            }
        }
    }
}
