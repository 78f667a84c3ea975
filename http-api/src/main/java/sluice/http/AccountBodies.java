package sluice.http;

import static sluice.http.Values.text;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import sluice.account.AccountCommand;
import sluice.account.AccountTerms;
import sluice.http.Fields.Reader;
import sluice.view.PaymentTerms;

/** The bodies that accounts are asked with. Each is read at once; what it asks for is made only if the request has no fault. */
final class AccountBodies {

    private static final int MAX_NAME = 200;
    private static final int MAX_REFERENCE = 200;
    private static final int DEFAULT_NET_DAYS = 30;
    private static final int MAX_NET_DAYS = 365;
    private static final Pattern NET = Pattern.compile("NET_([1-9][0-9]{0,2})");

    /** {@code PaymentTerms.PREPAID}, or {@code NET_} and the days until an invoice is due. */
    static final Reader<Integer> PAYMENT_TERMS = (value, place) -> {
        var terms = Values.string(value, place);
        if (terms == null) {
            return null;
        }
        if (terms.equals(PaymentTerms.PREPAID)) {
            return 0;
        }
        var net = NET.matcher(terms);
        return net.matches() && Integer.parseInt(net.group(1)) <= MAX_NET_DAYS
                ? Integer.valueOf(net.group(1))
                : place.fault("must be " + PaymentTerms.PREPAID + ", or NET_1 to NET_" + MAX_NET_DAYS);
    };

    private AccountBodies() {}

    static Supplier<AccountCommand> define(Fields body) {
        var name = body.required("name", text(MAX_NAME), "-");
        var limit = body.required("creditLimit", Values.money(0, "must be zero or more"), Values.NO_MONEY);
        var netDays = body.optional("paymentTerms", PAYMENT_TERMS, DEFAULT_NET_DAYS);
        return () -> new AccountCommand.Define(new AccountTerms(name, limit, netDays));
    }

    static Supplier<AccountCommand> payment(Fields body) {
        var amount = body.required("amount", Values.money(1, "must be above zero"), Values.NO_MONEY);
        var reference = body.optional("reference", text(MAX_REFERENCE));
        return () -> new AccountCommand.ReceivePayment(amount, reference);
    }
}
