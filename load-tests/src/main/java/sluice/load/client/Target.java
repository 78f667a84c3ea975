package sluice.load.client;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a client drives. Placing tells its outcome as a value; everything else is set-up or judgement, which either is done or throws
 * {@link NotServed}. Calls block; many clients may call at once.
 */
public interface Target extends AutoCloseable {

    Answer place(OrderRequest request);

    /** Defines a SKU that claims on order; defining it again changes nothing. */
    void defineSku(String sku, String name);

    /** Receives stock; the same {@code key} again changes nothing. */
    void receive(String sku, long quantity, String key);

    /** Opens an account, {@code creditLimit} in major units; opening it again changes nothing. */
    void defineAccount(String account, String name, BigDecimal creditLimit, String currency);

    /** The order as agreed, or empty where there is none. */
    Optional<OrderContent> readOrder(String id);

    Stock stock(String sku);

    Account account(String account);

    /** How this target is called in logs and summaries. */
    String name();

    @Override
    void close();

    /** What a SKU has, over all locations. */
    record Stock(long onHand, long claimed, long available) {}

    /** In minor units of the account's currency. */
    record Account(long creditLimit, long exposure) {}

    /** A target did not do what set-up or judgement needs. */
    final class NotServed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final boolean nothingDone;

        /** @param nothingDone whether the target says so */
        public NotServed(String what, boolean nothingDone) {
            super(what);
            this.nothingDone = nothingDone;
        }

        public NotServed(String what, Throwable cause) {
            super(what, cause);
            this.nothingDone = false;
        }

        public boolean isNothingDone() {
            return nothingDone;
        }
    }
}
