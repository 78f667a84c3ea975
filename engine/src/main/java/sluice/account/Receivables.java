package sluice.account;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a customer owes and has paid ahead: never both, since what was paid ahead pays the next invoice at once. */
final class Receivables {

    private final Deque<OpenInvoice> invoices = new ArrayDeque<>(); // oldest first
    private long openMinorUnits;
    private long unappliedMinorUnits;

    Receivables() {}

    Receivables(List<OpenInvoice> invoices, long unappliedMinorUnits) {
        this.invoices.addAll(invoices);
        this.openMinorUnits =
                invoices.stream().mapToLong(OpenInvoice::openMinorUnits).sum();
        this.unappliedMinorUnits = unappliedMinorUnits;
        check();
    }

    int count() {
        return invoices.size();
    }

    List<OpenInvoice> invoices() {
        return List.copyOf(invoices);
    }

    long openMinorUnits() {
        return openMinorUnits;
    }

    long unappliedMinorUnits() {
        return unappliedMinorUnits;
    }

    void invoice(OpenInvoice invoice) {
        long paidAhead = Math.min(unappliedMinorUnits, invoice.openMinorUnits());
        unappliedMinorUnits -= paidAhead;
        var rest = invoice.less(paidAhead);
        if (rest.openMinorUnits() > 0) {
            invoices.addLast(rest);
            openMinorUnits = Math.addExact(openMinorUnits, rest.openMinorUnits());
        }
        check();
    }

    /** Pays the oldest invoices first; what is over is kept as unapplied credit. */
    void pay(long minorUnits) {
        long left = minorUnits;
        while (left > 0 && !invoices.isEmpty()) {
            var oldest = invoices.removeFirst();
            long paid = Math.min(left, oldest.openMinorUnits());
            left -= paid;
            openMinorUnits -= paid;
            if (paid < oldest.openMinorUnits()) {
                invoices.addFirst(oldest.less(paid));
            }
        }
        unappliedMinorUnits = Math.addExact(unappliedMinorUnits, left);
        check();
    }

    private void check() {
        boolean negative = openMinorUnits < 0 || unappliedMinorUnits < 0;
        if (negative || (openMinorUnits > 0 && unappliedMinorUnits > 0) || openMinorUnits > 0 == invoices.isEmpty()) {
            throw new IllegalStateException("%d open in %d invoices, %d unapplied"
                    .formatted(openMinorUnits, invoices.size(), unappliedMinorUnits));
        }
    }
}
