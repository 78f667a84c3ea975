package sluice.key;

import java.util.Locale;
import java.util.Optional;

/**
 * What a key may be allowed to do. Every operation needs exactly one scope, or none at all; a scope includes no other.
 *
 * <p>A key that is bound to an account can have the scopes whose operations can be confined to one account. The others change what
 * all accounts share (stock, SKUs, the house's own rules), or are the house's word to an account (its limit, its payments), or make
 * keys. That a scope can be bound does not open an operation to such a key: the operation must say how it is confined.
 */
public enum Scope {
    ORDERS_READ(true),
    ORDERS_WRITE(true),
    APPROVALS_WRITE(true),
    RETURNS_WRITE(true),
    PRODUCTS_READ(true),
    PRODUCTS_WRITE(false),
    INVENTORY_READ(true),
    INVENTORY_WRITE(false),
    CUSTOMERS_READ(true),
    CUSTOMERS_WRITE(false),
    CREDIT_WRITE(false),
    WEBHOOKS_READ(true),
    WEBHOOKS_WRITE(true),
    REPORTS_READ(false),
    OPS_WRITE(false),
    KEYS_ADMIN(false);

    private final boolean bindable;

    Scope(boolean bindable) {
        this.bindable = bindable;
    }

    /** Whether a key that is bound to an account can have it. */
    public boolean canBeBound() {
        return bindable;
    }

    /** As it is written in JSON and in the contract: {@code orders:write}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    public static Optional<Scope> named(String wireName) {
        for (var scope : values()) {
            if (scope.wireName().equals(wireName)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
