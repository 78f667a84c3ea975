package sluice.order;

/** How an order was captured. */
public enum Channel {
    PORTAL,
    REP,
    API,
    EDI,
    MARKETPLACE,
    POS
}
