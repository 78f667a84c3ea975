package sluice.view;

/** Payment terms as JSON. */
public final class PaymentTerms {

    /** Paid before the goods leave. */
    public static final String PREPAID = "PREPAID";

    private PaymentTerms() {}

    /** The terms of so many days; 0 is {@link #PREPAID}. */
    public static String of(int netDays) {
        return netDays == 0 ? PREPAID : "NET_" + netDays;
    }
}
