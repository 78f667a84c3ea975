package sluice.readmodel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountEvent;
import sluice.entity.EntityKind;
import sluice.journal.EventMark;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRow;

/** What each account was invoiced and has paid. Pledges do not touch it; the terms say an invoice's currency and when it is due. */
final class StatementModel implements TailModel {

    private static final String ENTRIES = """
        insert into account_entry (account, number, at, type, amount, currency, balance, order_id, due_at, reference)
        select account, number, to_timestamp(at / 1000.0), type, amount, currency, balance, order_id,
               to_timestamp(due / 1000.0), reference
        from {rows}
        """;

    private static final String ENDS = """
        insert into account_entry_end as known (account, number, balance, currency, net_days, row_number)
        select account, number, balance, currency, net_days, row_number from {rows}
        on conflict (account) do update
            set number = excluded.number, balance = excluded.balance, currency = excluded.currency,
                net_days = excluded.net_days, row_number = excluded.row_number
        """;

    private final JournalFormat format;

    StatementModel(JournalFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "statements";
    }

    @Override
    public String wanted() {
        return EventMark.wanted(EntityKind.ACCOUNT, List.of("def", "i", "pay"));
    }

    @Override
    public List<String> tables() {
        return List.of("account_entry", "account_entry_end");
    }

    private record Entry(
            String account,
            long number,
            Instant at,
            AccountEntry.Type type,
            long amount,
            String currency,
            long balance,
            @Nullable UUID order,
            @Nullable Instant dueAt,
            @Nullable String reference) {}

    /** What the account has come to; as long as it is not defined it has no currency. */
    private record End(String account, long number, long balance, String currency, int netDays, long rowNumber) {

        End onTerms(String newCurrency, int newNetDays) {
            return new End(account, number, balance, newCurrency, newNetDays, rowNumber);
        }

        End after(Entry entry) {
            return new End(account, entry.number(), entry.balance(), currency, netDays, rowNumber);
        }

        End atRow(long number) {
            return new End(account, this.number, balance, currency, netDays, number);
        }
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var batches = EntityBatches.of(EntityKind.ACCOUNT, AccountEvent.class, rows, format);
        var known = ends(transaction, batches.keySet());
        var entries = new ArrayList<Entry>();
        var ends = new ArrayList<End>();
        batches.forEach((account, all) -> {
            var before = known.getOrDefault(account, new End(account, 0, 0, "", 0, 0));
            var end = before;
            for (var row : all) {
                if (row.rowNumber() > before.rowNumber()) {
                    var was = end;
                    for (var event : (Iterable<AccountEvent>) row.batch().events()::iterator) {
                        end = add(end, event, row.batch().at(), entries);
                    }
                    end = end.equals(was) ? was : end.atRow(row.rowNumber()); // rows of pledges alone leave no trace
                }
            }
            if (!end.equals(before)) {
                ends.add(end);
            }
        });
        write(transaction, entries, ends);
    }

    private static End add(End end, AccountEvent event, Instant at, List<Entry> entries) {
        switch (event) {
            case AccountEvent.Defined(var terms) -> {
                return end.onTerms(terms.creditLimit().currency().getCurrencyCode(), terms.netDays());
            }
            case AccountEvent.Invoiced invoiced -> entries.add(invoice(end, invoiced, at));
            case AccountEvent.PaymentReceived payment -> entries.add(payment(end, payment, at));
            case AccountEvent.Pledged pledged -> {
                return end;
            }
            case AccountEvent.Released released -> {
                return end;
            }
            case AccountEvent.Vouched vouched -> {
                return end;
            }
            case AccountEvent.Freed freed -> {
                return end;
            }
        }
        return end.after(entries.getLast());
    }

    private static Entry invoice(End end, AccountEvent.Invoiced invoiced, Instant at) {
        return new Entry(
                end.account(),
                end.number() + 1,
                at,
                AccountEntry.Type.INVOICE,
                invoiced.minorUnits(),
                end.currency(),
                end.balance() + invoiced.minorUnits(),
                invoiced.order().value(),
                at.plus(Duration.ofDays(end.netDays())),
                null);
    }

    private static Entry payment(End end, AccountEvent.PaymentReceived payment, Instant at) {
        var amount = payment.amount();
        return new Entry(
                end.account(),
                end.number() + 1,
                at,
                AccountEntry.Type.PAYMENT,
                amount.minorUnits(),
                amount.currency().getCurrencyCode(),
                end.balance() - amount.minorUnits(),
                null,
                null,
                payment.reference());
    }

    private static Map<String, End> ends(Handle transaction, Set<String> accounts) {
        var ends = new HashMap<String, End>();
        if (!accounts.isEmpty()) {
            transaction
                    .createQuery("""
                        select account, number, balance, currency, net_days, row_number
                        from account_entry_end where account = any (:accounts)
                        """)
                    .bind("accounts", accounts.toArray(String[]::new))
                    .map((row, context) -> ends.put(
                            row.getString(1),
                            new End(
                                    row.getString(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getString(4),
                                    row.getInt(5),
                                    row.getLong(6))))
                    .list();
        }
        return ends;
    }

    private static void write(Handle transaction, List<Entry> entries, List<End> ends) {
        new Columns<>(entries)
                .withText("account", Entry::account)
                .withLong("number", Entry::number)
                .withLong("at", entry -> entry.at().toEpochMilli())
                .withText("type", entry -> entry.type().name())
                .withLong("amount", Entry::amount)
                .withText("currency", Entry::currency)
                .withLong("balance", Entry::balance)
                .with("order_id", Entry::order, UUID[]::new)
                .withLong("due", entry -> millis(entry.dueAt()))
                .withText("reference", Entry::reference)
                .execute(transaction, ENTRIES);
        new Columns<>(ends)
                .withText("account", End::account)
                .withLong("number", End::number)
                .withLong("balance", End::balance)
                .withText("currency", End::currency)
                .with("net_days", End::netDays, Integer[]::new)
                .withLong("row_number", End::rowNumber)
                .execute(transaction, ENDS);
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
