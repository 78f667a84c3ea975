package sluice.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * Cuts a connection on which neither a whole request head has come nor an answer has gone for a while. A stream is an answer that goes
 * on: while it does, the connection is not idle, and the time begins anew when it has ended.
 */
final class IdleCut extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {

    private final Duration patience;
    private final Inlet<HttpRequest> requestsIn = Inlet.create("requests-in");
    private final Outlet<HttpRequest> requestsOut = Outlet.create("requests-out");
    private final Inlet<HttpResponse> responsesIn = Inlet.create("responses-in");
    private final Outlet<HttpResponse> responsesOut = Outlet.create("responses-out");

    IdleCut(Duration patience) {
        this.patience = patience;
    }

    @Override
    public BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape() {
        return BidiShape.of(requestsIn, requestsOut, responsesIn, responsesOut);
    }

    @Override
    public TimerGraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {

        private static final String LOOK = "look";

        private long lastNanos = System.nanoTime();
        private int turn; // counts what has passed: a stream that ended later than something else passed says nothing
        private boolean streams;

        Logic() {
            super(IdleCut.this.shape());
            pass(requestsIn, requestsOut, request -> touch(false));
            pass(responsesIn, responsesOut, this::answered);
        }

        private <T> void pass(Inlet<T> in, Outlet<T> out, Consumer<T> seen) {
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    var element = grab(in);
                    seen.accept(element);
                    push(out, element);
                }

                @Override
                public void onUpstreamFinish() {
                    complete(out);
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(in);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(in, cause);
                }
            });
        }

        private void answered(HttpResponse response) {
            var end = response.getAttribute(OpenStreams.END);
            touch(end.isPresent());
            int mine = turn;
            var ended = this.<Integer>createAsyncCallback(of -> {
                if (of == turn) {
                    touch(false);
                }
            });
            end.ifPresent(stage -> stage.whenComplete((done, fault) -> ended.invoke(mine)));
        }

        private void touch(boolean isStream) {
            turn++;
            streams = isStream;
            lastNanos = System.nanoTime();
        }

        @Override
        public void preStart() {
            scheduleWithFixedDelay(LOOK, patience.dividedBy(8), patience.dividedBy(8));
        }

        @Override
        public void onTimer(Object key) {
            if (!streams && System.nanoTime() - lastNanos > patience.toNanos()) {
                failStage(new TimeoutException("nothing has come or gone for " + patience));
            }
        }
    }
}
