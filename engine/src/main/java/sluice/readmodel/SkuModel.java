package sluice.readmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.entity.EntityKind;
import sluice.journal.JournalFormat;
import sluice.journal.TailModel;
import sluice.journal.TailRow;
import sluice.readmodel.Definitions.Definition;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent.Defined;

/** The SKUs that lists show: their definitions. Claims and receipts do not touch it. */
final class SkuModel implements TailModel {

    private static final String UPSERT = """
        insert into sku_list as known (sku, name, version, price, price_currency, updated_at, row_number)
        select u.sku, u.name, u.definitions, cast(u.price as numeric), u.currency, to_timestamp(u.updated / 1000.0), u.row_number
        from unnest(:skus, :names, :definitions, :prices, :currencies, :updated, :rows)
          as u (sku, name, definitions, price, currency, updated, row_number)
        on conflict (sku) do update
            set name = excluded.name, version = known.version + excluded.version, price = excluded.price,
                price_currency = excluded.price_currency, updated_at = excluded.updated_at, row_number = excluded.row_number
        """;

    private final JournalFormat format;

    SkuModel(JournalFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "skus";
    }

    @Override
    public List<String> tables() {
        return List.of("sku_list");
    }

    @Override
    public String wanted() {
        return Definitions.wanted(EntityKind.STOCK);
    }

    /** One SKU's new definitions: only the last is shown, but all are counted. */
    private record Change(String sku, int definitions, Definition<Defined> last) {

        SkuDefinition definition() {
            return last.definition().definition();
        }

        SkuDefinition.@Nullable Price price() {
            return definition().price();
        }
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        var changes = new ArrayList<Change>();
        Definitions.unknown(transaction, rows, format, EntityKind.STOCK, Defined.class, "sku_list", "sku")
                .forEach((sku, all) -> changes.add(new Change(sku, all.size(), all.getLast())));
        if (changes.isEmpty()) {
            return;
        }
        transaction
                .createUpdate(UPSERT)
                .bind("skus", column(changes, Change::sku, String[]::new))
                .bind("names", column(changes, change -> change.definition().name(), String[]::new))
                .bind("definitions", column(changes, Change::definitions, Integer[]::new))
                .bind("prices", column(changes, change -> amount(change.price()), String[]::new))
                .bind("currencies", column(changes, change -> currency(change.price()), String[]::new))
                .bind("updated", column(changes, change -> change.last().at().toEpochMilli(), Long[]::new))
                .bind("rows", column(changes, change -> change.last().rowNumber(), Long[]::new))
                .execute();
    }

    private static @Nullable String amount(SkuDefinition.@Nullable Price price) {
        return price == null ? null : price.amount().toPlainString();
    }

    private static @Nullable String currency(SkuDefinition.@Nullable Price price) {
        return price == null ? null : price.currency().getCurrencyCode();
    }

    private static <T> T[] column(
            List<Change> changes, Function<Change, ? extends @Nullable T> value, IntFunction<T[]> array) {
        return changes.stream().map(value).toArray(array);
    }
}
