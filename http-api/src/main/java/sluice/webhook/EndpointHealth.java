package sluice.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.webhook.Attempt.Kind;
import sluice.webhook.DeliveryStep.Disabled;

/** Whether an endpoint takes what it is sent, for how long it has not, and what follows from that. */
final class EndpointHealth {

    private final Duration disableAfter;
    private EndpointStatus status;
    private @Nullable Instant failingSince;
    private int failuresInARow;

    EndpointHealth(SavedDelivery saved, Duration disableAfter) {
        this.disableAfter = disableAfter;
        this.status = saved.status();
        this.failingSince = saved.failingSince().orElse(null);
    }

    EndpointStatus status() {
        return status;
    }

    boolean isEnabled() {
        return status == EndpointStatus.ENABLED;
    }

    Optional<Instant> failingSince() {
        return Optional.ofNullable(failingSince);
    }

    /** How many attempts may be under way: a quarter, at least one, after as many failures in a row as there might be. */
    int slots(int concurrency) {
        return failuresInARow >= concurrency ? Math.max(1, concurrency / 4) : concurrency;
    }

    /** What an attempt says of the endpoint as a whole; present if it is disabled for it. A test that fails says nothing. */
    Optional<Disabled> judge(Attempt attempt, AttemptResult result, Instant now) {
        if (result.isDelivered()) {
            forget();
            return Optional.empty();
        }
        if (attempt.kind() == Kind.TEST) {
            return Optional.empty();
        }
        failuresInARow++;
        var since = failingSince == null ? attempt.startedAt() : failingSince;
        failingSince = since;
        boolean isTooLong = !since.plus(disableAfter).isAfter(now);
        if (!isEnabled() || !(isTooLong || result.isGone())) {
            return Optional.empty();
        }
        status = result.isGone() ? EndpointStatus.GONE : EndpointStatus.FAILING;
        return Optional.of(new Disabled(status, since, now));
    }

    void disable() {
        status = EndpointStatus.DISABLED;
    }

    /** Begins anew; false if it is enabled already. */
    boolean enable() {
        if (isEnabled()) {
            return false;
        }
        status = EndpointStatus.ENABLED;
        forget();
        return true;
    }

    private void forget() {
        failingSince = null;
        failuresInARow = 0;
    }
}
