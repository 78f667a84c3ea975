package sluice.entity;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import sluice.value.OrderId;

/** Knows whether orders exist. */
@FunctionalInterface
public interface Witness {

    /**
     * For each of {@code orders}: true if it was placed; false if it never was, and never will be; nothing while that cannot be
     * told. Never fails.
     */
    CompletionStage<Map<OrderId, Boolean>> exist(Collection<OrderId> orders);
}
