package sluice.event;

import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sluice.account.AccountEvent;
import sluice.account.AccountTerms;
import sluice.event.EventModel.Decoded;
import sluice.value.Money;
import sluice.view.MoneyView;
import sluice.view.PaymentTerms;

/**
 * What is told of accounts: their terms, and invoices. Pledges follow the orders, of which enough is told. The balances after an event
 * are not told, for the reason that {@link StockTold} gives for levels.
 */
final class AccountTold {

    private AccountTold() {}

    /**
     * The events of one row; their sequence is the row's.
     *
     * @param currencies of orders, by their persistence ids: an invoice is in that of its order
     */
    static List<NewEvent> of(Decoded row, Function<String, Optional<Currency>> currencies) {
        var events = new ArrayList<NewEvent>();
        int index = 0;
        for (var event : row.batch().events().toList()) {
            int place = index++;
            boolean isFirst = row.sequence() == 1 && place == 0;
            told(row.id(), (AccountEvent) event, isFirst, currencies)
                    .ifPresent(told -> events.add(told.of(row, place, "account", row.id())));
        }
        return events;
    }

    private static Optional<Told> told(
            String account, AccountEvent event, boolean isFirst, Function<String, Optional<Currency>> currencies) {
        return switch (event) {
            case AccountEvent.Defined defined ->
                Optional.of(new Told(
                        isFirst ? EventType.CUSTOMER_CREATED : EventType.CUSTOMER_UPDATED,
                        Map.of("account", account(account, defined.terms()))));
            case AccountEvent.Invoiced invoiced ->
                currencies
                        .apply(EventModel.persistenceId(invoiced.order()))
                        .map(currency -> new Told(
                                EventType.INVOICE_CREATED, Map.of("invoice", invoice(account, invoiced, currency))));
            case AccountEvent.Pledged pledged -> Optional.empty();
            case AccountEvent.Released released -> Optional.empty();
            case AccountEvent.Vouched vouched -> Optional.empty();
            case AccountEvent.Freed freed -> Optional.empty();
            case AccountEvent.PaymentReceived payment -> Optional.empty(); // which invoices it paid is not recorded yet
        };
    }

    private static Map<String, Object> account(String id, AccountTerms terms) {
        var account = new LinkedHashMap<String, Object>();
        account.put("id", id);
        account.put("name", terms.name());
        account.put("creditLimit", MoneyView.of(terms.creditLimit()));
        account.put("paymentTerms", PaymentTerms.of(terms.netDays()));
        return account;
    }

    private static Map<String, Object> invoice(String account, AccountEvent.Invoiced invoiced, Currency currency) {
        var invoice = new LinkedHashMap<String, Object>();
        invoice.put("accountId", account);
        invoice.put("orderId", invoiced.order().toString());
        invoice.put("amount", MoneyView.of(new Money(invoiced.minorUnits(), currency)));
        return invoice;
    }
}
