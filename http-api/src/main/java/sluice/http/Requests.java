package sluice.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import sluice.key.ApiKey;

/** Counts and times requests as {@code sluice.http.requests}, by method, route template and status, and has them logged. */
final class Requests {

    private static final String NONE =
            "none"; // addresses nobody knows share one name, or a scan would make a metric each

    private final MeterRegistry meters;
    private final AccessLog log;

    Requests(MeterRegistry meters, AccessLog log) {
        this.meters = meters;
        this.log = log;
    }

    Timed begin(String method, Optional<String> template) {
        return new Timed(template.isPresent() ? method : NONE, template.orElse(NONE), System.nanoTime());
    }

    /** A request that has begun. */
    final class Timed {

        private final String method;
        private final String route;
        private final long beganNanos;
        private volatile @Nullable String keyId;
        private volatile @Nullable String operation;

        private Timed(String method, String route, long beganNanos) {
            this.method = method;
            this.route = route;
            this.beganNanos = beganNanos;
        }

        /** It came under a key that is valid. */
        void by(ApiKey key) {
            keyId = key.id();
        }

        void asks(Operation asked) {
            operation = asked.id();
        }

        void end(String requestId, Answer answer, HttpResponse response) {
            long nanos = System.nanoTime() - beganNanos;
            int status = answer.status();
            meters.timer("sluice.http.requests", "method", method, "route", route, "status", Integer.toString(status))
                    .record(nanos, TimeUnit.NANOSECONDS);
            var problem =
                    answer instanceof Answer.Refusal refusal ? refusal.problem().slug() : null;
            long bytes = response.entity().getContentLengthOption().orElse(0);
            log.write(new AccessLog.Line(requestId, keyId, operation, status, problem, nanos, bytes));
        }
    }
}
