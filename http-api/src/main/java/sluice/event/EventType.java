package sluice.event;

import java.util.Optional;
import sluice.key.Scope;

/** The types of events that this release tells, by their names on the wire, and what a key must have to be told them. */
public enum EventType {
    ORDER_CREATED("order.created", Scope.ORDERS_READ),
    ORDER_STATUS_CHANGED("order.status_changed", Scope.ORDERS_READ),
    ORDER_CONFIRMED("order.confirmed", Scope.ORDERS_READ),
    ORDER_PROCESSING("order.processing", Scope.ORDERS_READ),
    ORDER_SHIPPED("order.shipped", Scope.ORDERS_READ),
    ORDER_DELIVERED("order.delivered", Scope.ORDERS_READ),
    ORDER_CANCELLED("order.cancelled", Scope.ORDERS_READ),
    SHIPMENT_CREATED("shipment.created", Scope.ORDERS_READ),
    STOCK_ADJUSTED("stock.adjusted", Scope.INVENTORY_READ),
    PRODUCT_UPDATED("product.updated", Scope.PRODUCTS_READ),
    CUSTOMER_CREATED("customer.created", Scope.CUSTOMERS_READ),
    CUSTOMER_UPDATED("customer.updated", Scope.CUSTOMERS_READ),
    INVOICE_CREATED("invoice.created", Scope.CUSTOMERS_READ),
    WEBHOOK_ENDPOINT_DISABLED("webhook_endpoint.disabled", Scope.WEBHOOKS_READ);

    private final String wireName;
    private final Scope scope;

    EventType(String wireName, Scope scope) {
        this.wireName = wireName;
        this.scope = scope;
    }

    /** As it stands in JSON: {@code order.status_changed}. */
    public String wireName() {
        return wireName;
    }

    /** What a key must have to be told events of this type. */
    public Scope scope() {
        return scope;
    }

    public static Optional<EventType> named(String wireName) {
        for (var type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
