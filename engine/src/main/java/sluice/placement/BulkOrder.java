package sluice.placement;

import sluice.entity.Origin;

/**
 * One of several orders wanted in one call.
 *
 * @param number tells it from the others of the call
 */
public record BulkOrder(int number, WantedOrder wanted, Origin origin) {}
