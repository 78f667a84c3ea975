package sluice.order;

import java.time.Instant;
import sluice.entity.Origin;

/**
 * One event of an order's audit trail.
 *
 * @param sequence of the journal row that holds it
 */
public record OrderHistory(long sequence, Instant at, Origin origin, OrderEvent event) {}
