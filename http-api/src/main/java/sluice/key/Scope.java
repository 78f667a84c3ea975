package sluice.key;

import java.util.Locale;

/** What a key may be allowed to do. Every operation needs exactly one scope, or none at all; a scope includes no other. */
public enum Scope {
    ORDERS_READ,
    ORDERS_WRITE,
    APPROVALS_WRITE,
    RETURNS_WRITE,
    PRODUCTS_READ,
    PRODUCTS_WRITE,
    INVENTORY_READ,
    INVENTORY_WRITE,
    CUSTOMERS_READ,
    CUSTOMERS_WRITE,
    CREDIT_WRITE,
    WEBHOOKS_READ,
    WEBHOOKS_WRITE,
    REPORTS_READ,
    OPS_WRITE,
    KEYS_ADMIN;

    /** As it is written in JSON and in the contract: {@code orders:write}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }
}
