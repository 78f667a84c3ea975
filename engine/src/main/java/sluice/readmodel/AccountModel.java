package sluice.readmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import sluice.account.AccountEvent.Defined;
import sluice.account.AccountTerms;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.readmodel.Definitions.Definition;

/** The accounts that lists show: their terms. Pledges, invoices and payments do not touch it. */
final class AccountModel implements TailModel {

    private static final String UPSERT = """
        insert into account_list as known (id, name, version, credit_limit, currency, net_days, updated_at, row_number)
        select u.id, u.name, u.definitions, u.credit_limit, u.currency, u.net_days, to_timestamp(u.updated / 1000.0), u.row_number
        from unnest(:ids, :names, :definitions, :limits, :currencies, :netDays, :updated, :rows)
          as u (id, name, definitions, credit_limit, currency, net_days, updated, row_number)
        on conflict (id) do update
            set name = excluded.name, version = known.version + excluded.version, credit_limit = excluded.credit_limit,
                currency = excluded.currency, net_days = excluded.net_days, updated_at = excluded.updated_at,
                row_number = excluded.row_number
        """;

    private final JournalFormat format;

    AccountModel(JournalFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "accounts";
    }

    @Override
    public List<String> tables() {
        return List.of("account_list");
    }

    @Override
    public String wanted() {
        return Definitions.wanted(EntityKind.ACCOUNT);
    }

    /** One account's new terms: only the last are shown, but all are counted. */
    private record Change(String account, int definitions, Definition<Defined> last) {

        AccountTerms terms() {
            return last.definition().terms();
        }
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var changes = new ArrayList<Change>();
        Definitions.unknown(transaction, rows, format, EntityKind.ACCOUNT, Defined.class, "account_list", "id")
                .forEach((account, all) -> changes.add(new Change(account, all.size(), all.getLast())));
        if (changes.isEmpty()) {
            return;
        }
        transaction
                .createUpdate(UPSERT)
                .bind("ids", column(changes, Change::account, String[]::new))
                .bind("names", column(changes, change -> change.terms().name(), String[]::new))
                .bind("definitions", column(changes, Change::definitions, Integer[]::new))
                .bind(
                        "limits",
                        column(changes, change -> change.terms().creditLimit().minorUnits(), Long[]::new))
                .bind("currencies", column(changes, AccountModel::currency, String[]::new))
                .bind("netDays", column(changes, change -> change.terms().netDays(), Integer[]::new))
                .bind("updated", column(changes, change -> change.last().at().toEpochMilli(), Long[]::new))
                .bind("rows", column(changes, change -> change.last().rowNumber(), Long[]::new))
                .execute();
    }

    private static String currency(Change change) {
        return change.terms().creditLimit().currency().getCurrencyCode();
    }

    private static <T> T[] column(List<Change> changes, Function<Change, T> value, IntFunction<T[]> array) {
        return changes.stream().map(value).toArray(array);
    }
}
