/**
 * How much each API key may ask, exact over the cluster and without a database: {@link sluice.rate.RateLimiter}. How it works and what
 * it promises stands in {@code http-api/docs/rate-limits.md}.
 */
@NullMarked
package sluice.rate;

import org.jspecify.annotations.NullMarked;
