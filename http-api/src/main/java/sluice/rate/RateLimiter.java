package sluice.rate;

import java.util.concurrent.CompletionStage;
import sluice.key.Rate;

/** Says whether a key may ask now. */
public interface RateLimiter {

    /**
     * Takes {@code cost} tokens of the key, or none.
     *
     * @param key its id
     * @param cost at least 1, at most the burst: more would never pass
     * @param again what a refused request will cost when it comes again, which is what the wait is told for; more than {@code cost} where
     *     this is the second part of what a request costs
     * @return complete at once in nearly all cases; never fails, and never takes longer than a few message round trips: see
     *     {@link Share#PATIENCE}
     */
    CompletionStage<Verdict> take(String key, Rate rate, int cost, int again);

    /** What the key has left, as far as this node knows. */
    int left(String key, Rate rate);
}
