package sluice.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts and times requests as {@code sluice.http.requests}, by method, route template and status. */
final class Requests {

    private static final String NONE =
            "none"; // addresses nobody knows share one name, or a scan would make a metric each

    private final MeterRegistry meters;

    Requests(MeterRegistry meters) {
        this.meters = meters;
    }

    Timed begin(String method, Optional<String> template) {
        return new Timed(template.isPresent() ? method : NONE, template.orElse(NONE), System.nanoTime());
    }

    /** A request that has begun. */
    final class Timed {

        private final String method;
        private final String route;
        private final long beganNanos;

        private Timed(String method, String route, long beganNanos) {
            this.method = method;
            this.route = route;
            this.beganNanos = beganNanos;
        }

        void end(int status) {
            meters.timer("sluice.http.requests", "method", method, "route", route, "status", Integer.toString(status))
                    .record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
        }
    }
}
