package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import sluice.readmodel.AccountEntry;
import sluice.view.MoneyView;

/** An entry of an account's statement. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatementJson(
        long number,
        String at,
        String type,
        MoneyView amount,
        MoneyView balance,
        @Nullable String orderId,
        @Nullable String dueAt,
        @Nullable String reference) {

    static StatementJson of(AccountEntry entry) {
        var order = entry.order();
        var due = entry.dueAt();
        return new StatementJson(
                entry.number(),
                entry.at().toString(),
                entry.type().name(),
                MoneyView.of(entry.amount()),
                MoneyView.of(entry.balance()),
                order == null ? null : order.toString(),
                due == null ? null : due.toString(),
                entry.reference());
    }
}
