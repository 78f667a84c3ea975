package sluice.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import sluice.http.Answer.Refusal;
import sluice.key.ApiKey;
import sluice.key.Rate;
import sluice.rate.AtOnce;
import sluice.rate.RateLimiter;
import sluice.rate.Verdict;

/**
 * Holds keys to their rates. Every request that a key makes costs a token, whatever it is answered, and an order of a bulk request as
 * much as a request. A key without a rate is not held up, and not told anything.
 *
 * <p>Under a rate every answer tells the rate and what is left of it, by the fields of draft-ietf-httpapi-ratelimit-headers-11. The
 * window of the policy is the time in which the whole burst flows in; the effective window, until more than what is left may be used, is
 * never longer than {@code Retry-After}.
 *
 * <p>A refusal takes its turn among all the refusals of the node, see {@link InFlight}. They are counted by
 * {@code sluice.http.rate.limited}, not by key: keys come and go, and each would leave a row behind.
 */
final class Rates {

    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";

    private final RateLimiter limiter;
    private final Bodies bodies;
    private final Pace pace;
    private final AtOnce atOnce = new AtOnce();
    private final Counter overRate;
    private final Counter overConcurrency;

    /** @param pace of refusals */
    Rates(RateLimiter limiter, Bodies bodies, Pace pace, MeterRegistry meters) {
        this.limiter = limiter;
        this.bodies = bodies;
        this.pace = pace;
        this.overRate = meters.counter("sluice.http.rate.limited", "limit", "rate");
        this.overConcurrency = meters.counter("sluice.http.rate.limited", "limit", "concurrency");
    }

    /** Carries {@code work} out if the key may ask now, else refuses the request by its head alone. */
    CompletionStage<Answer> within(ApiKey key, HttpRequest request, Supplier<CompletionStage<Answer>> work) {
        var rate = key.rate();
        if (rate == null) {
            return work.get();
        }
        if (!atOnce.enter(key.id(), rate.concurrency())) {
            overConcurrency.increment();
            var refusal = Refusal.of(
                    Problem.TOO_MANY_AT_ONCE,
                    "The key has " + rate.concurrency() + " requests carried out at once, as many as it may.");
            return refuse(request, refusal.withHeaders(told(rate, limiter.left(key.id(), rate), 1)));
        }
        return leaving(
                key,
                () -> limiter.take(key.id(), rate, 1, 1).thenCompose(verdict -> {
                    if (!verdict.passed()) {
                        return refuse(request, limited(rate, 1, verdict));
                    }
                    var headers = told(rate, verdict.left(), 1);
                    return work.get().thenApply(answer -> answer.withHeaders(merged(headers, answer)));
                }));
    }

    private CompletionStage<Answer> leaving(ApiKey key, Supplier<CompletionStage<Answer>> work) {
        try {
            return work.get().whenComplete((answer, fault) -> atOnce.leave(key.id()));
        } catch (RuntimeException bug) {
            atOnce.leave(key.id());
            throw bug;
        }
    }

    /** Carries {@code work} out if the key may ask {@code cost} requests in all, of which one was let in already; else refuses it. */
    CompletionStage<Answer> forAll(ApiKey key, int cost, Supplier<CompletionStage<Answer>> work) {
        var rate = key.rate();
        if (rate == null || cost == 1) {
            return work.get();
        }
        return limiter.take(key.id(), rate, cost - 1, cost).thenCompose(verdict -> {
            if (!verdict.passed()) {
                var refusal = limited(rate, cost, verdict);
                return pace.turn().thenApply(now -> refusal);
            }
            var headers = told(rate, verdict.left(), 1);
            return work.get().thenApply(answer -> answer.withHeaders(headers));
        });
    }

    private CompletionStage<Answer> refuse(HttpRequest request, Refusal refusal) {
        return bodies.discard(request, refusal).thenCompose(gone -> pace.turn()).thenApply(now -> refusal);
    }

    private Refusal limited(Rate rate, int cost, Verdict verdict) {
        overRate.increment();
        long seconds = verdict.retryAfterSeconds();
        var wanted = cost == 1 ? "" : ", and this request counts as " + cost;
        return Refusal.of(
                        Problem.RATE_LIMITED,
                        "The key may ask " + rate.perSecond() + " requests a second, and " + rate.burst()
                                + " at once after a pause" + wanted + ".")
                .withHeader("Retry-After", Long.toString(seconds))
                .withHeaders(told(rate, verdict.left(), seconds));
    }

    private static Map<String, String> told(Rate rate, int left, long windowSeconds) {
        return Map.of(
                POLICY,
                "\"key\";q=" + rate.burst() + ";w=" + Math.ceilDiv(rate.burst(), rate.perSecond()),
                LIMIT,
                "\"key\";r=" + left + ";t=" + windowSeconds);
    }

    /** What the answer tells itself is newer. */
    private static Map<String, String> merged(Map<String, String> headers, Answer answer) {
        var all = new HashMap<>(headers);
        all.putAll(answer.headers());
        return all;
    }
}
