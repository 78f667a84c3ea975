package sluice.http;

import static sluice.http.Confinement.SHARED;
import static sluice.http.Confinement.TO_ACCOUNT;
import static sluice.http.Operation.get;
import static sluice.key.Scope.CUSTOMERS_READ;
import static sluice.key.Scope.ORDERS_READ;
import static sluice.key.Scope.PRODUCTS_READ;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import sluice.Engine;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.http.Fields.Reader;
import sluice.order.Channel;
import sluice.order.OrderStatus;
import sluice.readmodel.AccountFilter;
import sluice.readmodel.Filter;
import sluice.readmodel.Listing;
import sluice.readmodel.OrderFilter;
import sluice.readmodel.SkuFilter;
import sluice.value.AccountId;
import sluice.value.Names;
import sluice.value.SkuId;

/** Lists of orders, SKUs and accounts. A key that is bound to an account is shown what belongs to that account alone. */
final class ListRoutes {

    static final int MAX_PREFIX = 64;
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    /** A time in whole milliseconds, as those of orders are: one in between is the next. */
    static final Reader<Instant> TIME_OF_DAY = (value, place) -> {
        var text = value.textValue();
        try {
            if (TIME.matcher(text).matches()) {
                var time = OffsetDateTime.parse(text).toInstant();
                var millis = time.truncatedTo(ChronoUnit.MILLIS);
                return millis.equals(time) ? time : millis.plusMillis(1);
            }
        } catch (DateTimeException noSuchDay) {
            // Told below.
        }
        return place.fault("must be a time of RFC 3339 such as 2026-01-31T09:30:00Z, with + written as %2B");
    };

    private final Engine engine;
    private final Engines engines;

    ListRoutes(Engine engine) {
        this.engine = engine;
        this.engines = new Engines(engine);
    }

    List<Operation> operations() {
        return List.of(
                get("listOrders", ORDERS_READ, "/v1/orders", this::orders).confined(TO_ACCOUNT),
                get("listSkus", PRODUCTS_READ, "/v1/skus", this::skus).confined(SHARED),
                get("listAccounts", CUSTOMERS_READ, "/v1/accounts", this::accounts)
                        .confined(TO_ACCOUNT));
    }

    private Supplier<CompletionStage<Answer>> orders(Reading in) {
        var query = in.query();
        var bound = in.key().account();
        var asked = query.optional("accountId", Values.named(AccountId::new));
        var filter = new OrderFilter(
                query.optional("status", Values.oneOf(OrderStatus.class)),
                bound == null ? asked : bound,
                query.optional("channel", Values.oneOf(Channel.class)),
                query.optional("sku", Values.named(SkuId::new)),
                query.optional("externalId", Values.named(id -> Names.reference("externalId", id))),
                query.optional("poNumber", Values.named(number -> Names.reference("poNumber", number))),
                query.optional("placedFrom", TIME_OF_DAY),
                query.optional("placedBefore", TIME_OF_DAY),
                query.optional("q", Values.text(MAX_PREFIX)));
        var paging = paging(in, engine, filter);
        boolean foreign = bound != null && asked != null && !asked.equals(bound);
        return () -> foreign
                ? CompletableFuture.completedStage(Resource.ok(new Paging.View(List.of(), null)))
                : engines.of(in)
                        .lists()
                        .orders(filter, paging.after(), paging.limit())
                        .thenApply(listing -> answer(engine, listing, ListedOrder::of));
    }

    private Supplier<CompletionStage<Answer>> skus(Reading in) {
        var query = in.query();
        query.optional("mode", Values.oneOf(SkuBodies.Mode.class)); // there is but one
        var filter = new SkuFilter(query.optional("skuPrefix", Values.text(MAX_PREFIX)));
        var paging = paging(in, engine, filter);
        return () -> engines.of(in)
                .lists()
                .skus(filter, paging.after(), paging.limit())
                .thenApply(listing -> answer(engine, listing, ListedSku::of));
    }

    private Supplier<CompletionStage<Answer>> accounts(Reading in) {
        var query = in.query();
        var filter = new AccountFilter(
                in.key().account(),
                query.optional("idPrefix", Values.text(MAX_PREFIX)),
                query.optional("currency", Values.CURRENCY),
                query.optional("paymentTerms", AccountBodies.PAYMENT_TERMS));
        var paging = paging(in, engine, filter);
        return () -> engines.of(in)
                .lists()
                .accounts(filter, paging.after(), paging.limit())
                .thenApply(listing -> answer(engine, listing, ListedAccount::of));
    }

    /** Reads which page of a list with this filter is wanted; to be asked when the filter is read. */
    static Paging paging(Reading in, Engine engine, Filter filter) {
        return Paging.of(in, engine.lists().cursors(), cursor -> cursor.continues(filter));
    }

    static <R> Answer answer(Engine engine, Listing<R> listing, Function<R, ?> view) {
        return switch (listing) {
            case Listing.Page<R>(List<R> rows, var next) ->
                Resource.ok(new Paging.View(
                        rows.stream().map(view).toList(),
                        next == null ? null : engine.lists().cursors().write(next)));
            case Listing.NotRead<R>(String why) -> Refusal.notDone("Nothing was listed: " + why + ".");
        };
    }
}
