package sluice.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was read of the retries.
 *
 * @param due in the order of their keys
 * @param next when the first row after these is due, which may be already; empty if there is none
 */
public record RetryPage(List<DueRetry> due, Optional<Instant> next) {}
