package sluice.order;

/** Where an order stands; {@link OrderState} lists every legal transition. */
public enum OrderStatus {
    SUBMITTED,
    CONFIRMED,
    PROCESSING,
    SHIPPED,
    DELIVERED,
    CANCELLED
}
