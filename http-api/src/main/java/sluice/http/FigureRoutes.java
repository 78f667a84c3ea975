package sluice.http;

import static sluice.http.Confinement.SHARED;
import static sluice.http.Confinement.TO_ACCOUNT;
import static sluice.http.Operation.get;
import static sluice.key.Scope.CUSTOMERS_READ;
import static sluice.key.Scope.INVENTORY_READ;
import static sluice.key.Scope.REPORTS_READ;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import sluice.Engine;
import sluice.account.AccountCommand;
import sluice.entity.Message;
import sluice.entity.Outcome;
import sluice.http.Answer.Refusal;
import sluice.http.Fields.Reader;
import sluice.readmodel.DailyFilter;
import sluice.readmodel.LedgerFilter;
import sluice.readmodel.StatementFilter;
import sluice.readmodel.StockFilter;
import sluice.stock.StockCommand;
import sluice.value.LocationId;

/** What there is and what there was: stock of all SKUs, ledgers, statements, daily figures. */
final class FigureRoutes {

    private static final int MAX_DAYS = 92;
    private static final int USUAL_DAYS = 7;
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final Reader<LocalDate> DATE = (value, place) -> {
        var text = value.textValue();
        try {
            if (DAY.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException noSuchDay) {
            // Told below.
        }
        return place.fault("must be a date of ISO 8601 such as 2026-01-31");
    };

    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,12}");

    private static final Reader<Long> UNITS = (value, place) -> {
        var text = value.textValue();
        return WHOLE.matcher(text).matches() && Long.parseLong(text) <= StockJson.MAX_UNITS
                ? Long.valueOf(text)
                : place.fault("must be a whole number, 0 to " + StockJson.MAX_UNITS);
    };

    private final Engine engine;
    private final Engines engines;

    FigureRoutes(Engine engine) {
        this.engine = engine;
        this.engines = new Engines(engine);
    }

    /** Ledgers tell of orders of every account, and daily figures of all together. */
    List<Operation> operations() {
        return List.of(
                get("listStockLevels", INVENTORY_READ, "/v1/stock-levels", this::stock)
                        .confined(SHARED),
                get("listStockLedger", INVENTORY_READ, "/v1/skus/{sku}/stock/ledger", this::ledger),
                get("listStatement", CUSTOMERS_READ, "/v1/accounts/{id}/statement", this::statement)
                        .confined(TO_ACCOUNT),
                get("readDailyFigures", REPORTS_READ, "/v1/reports/daily", this::daily));
    }

    private Supplier<CompletionStage<Answer>> stock(Reading in) {
        var query = in.query();
        var filter = new StockFilter(
                query.optional("skuPrefix", Values.text(ListRoutes.MAX_PREFIX)),
                query.optional("location", Values.named(LocationId::new)),
                query.optional("availableBelow", UNITS));
        var paging = ListRoutes.paging(in, engine, filter);
        return () -> engines.of(in)
                .lists()
                .stock(filter, paging.after(), paging.limit())
                .thenApply(listing -> ListRoutes.answer(engine, listing, StockJson::of));
    }

    private Supplier<CompletionStage<Answer>> ledger(Reading in) {
        var filter = new LedgerFilter(SkuRoutes.sku(in));
        var paging = ListRoutes.paging(in, engine, filter);
        return () -> ifKnown(
                engines.of(in)
                        .sku(filter.sku(), new StockCommand.Read(), in.asker())
                        .thenApply(outcome -> answerUnlessDone(outcome, SkuRoutes::refusal)),
                () -> engines.of(in)
                        .lists()
                        .ledger(filter, paging.after(), paging.limit())
                        .thenApply(listing -> ListRoutes.answer(engine, listing, LedgerJson::of)));
    }

    private Supplier<CompletionStage<Answer>> statement(Reading in) {
        var query = in.query();
        var filter = new StatementFilter(
                AccountRoutes.account(in),
                query.optional("from", ListRoutes.TIME_OF_DAY),
                query.optional("before", ListRoutes.TIME_OF_DAY));
        var paging = ListRoutes.paging(in, engine, filter);
        return () -> ifKnown(
                engines.of(in)
                        .account(filter.account(), new AccountCommand.Read(), in.asker())
                        .thenApply(outcome -> answerUnlessDone(outcome, AccountRoutes::refusal)),
                () -> engines.of(in)
                        .lists()
                        .statement(filter, paging.after(), paging.limit())
                        .thenApply(listing -> ListRoutes.answer(engine, listing, StatementJson::of)));
    }

    /** What the entity says is asked first, so that what is not there, or not the caller's, is answered as everywhere. */
    private static CompletionStage<Answer> ifKnown(
            CompletionStage<Optional<Answer>> asked, Supplier<CompletionStage<Answer>> list) {
        return asked.thenCompose(refusal -> refusal.<CompletionStage<Answer>>map(CompletableFuture::completedStage)
                .orElseGet(list));
    }

    private static <A extends Message, R extends Message> Optional<Answer> answerUnlessDone(
            Outcome<A, R> outcome, Function<R, Refusal> refusal) {
        return outcome instanceof Outcome.Done<A, R>
                ? Optional.empty()
                : Optional.of(Outcomes.answer(
                        outcome,
                        done -> {
                            throw new IllegalStateException("is done");
                        },
                        refusal));
    }

    private Supplier<CompletionStage<Answer>> daily(Reading in) {
        var query = in.query();
        var today = LocalDate.now(ZoneOffset.UTC);
        var to = query.optional("to", DATE, today);
        var from = query.optional("from", DATE, to.minusDays(USUAL_DAYS - 1));
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
            query.fault("from", "must be no later than to, and at most " + (MAX_DAYS - 1) + " days earlier");
        }
        var filter = new DailyFilter(from, to);
        return () -> engines.of(in)
                .lists()
                .daily(filter)
                .thenApply(listing -> ListRoutes.answer(engine, listing, DailyJson::of));
    }
}
