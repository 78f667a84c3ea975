package sluice.load.target;

import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.client.ApiException;
import sluice.client.api.AccountsApi.APIDefineAccountRequest;
import sluice.client.api.AccountsApi.APIReadAccountRequest;
import sluice.client.api.OrdersApi.APIPlaceOrderRequest;
import sluice.client.api.OrdersApi.APIReadOrderRequest;
import sluice.client.api.SkusApi.APIDefineSkuRequest;
import sluice.client.api.SkusApi.APIReadStockRequest;
import sluice.client.api.SkusApi.APIReceiveStockRequest;
import sluice.client.model.AccountRequest;
import sluice.client.model.MoneyInput;
import sluice.client.model.Problem;
import sluice.client.model.Problem.OutcomeEnum;
import sluice.client.model.ReceiptRequest;
import sluice.client.model.SkuRequest;
import sluice.load.client.Answer;
import sluice.load.client.OrderContent;
import sluice.load.client.OrderRequest;
import sluice.load.client.Target;

/** A node, driven over its HTTP API with the client that is generated from the contract. */
public final class HttpTarget implements Target {

    private final URI base;
    private final ApiConnection api;

    /** @param base such as {@code http://127.0.0.1:8080} */
    public HttpTarget(URI base, String apiKey) {
        this.base = base;
        this.api = new ApiConnection(base, apiKey);
    }

    @Override
    public Answer place(OrderRequest request) {
        var asked = APIPlaceOrderRequest.newBuilder()
                .orderRequest(OrderModels.request(request))
                .idempotencyKey(request.key())
                .build();
        try {
            var response = api.orders().placeOrderWithHttpInfo(asked);
            if (response.getStatusCode() != 201) {
                return new Answer.Unknown(response.getStatusCode(), "unexplained");
            }
            var replayed = response.getHeaders().getOrDefault("Idempotent-Replayed", List.of());
            return new Answer.Accepted(
                    OrderModels.content(response.getData()),
                    replayed.stream().findFirst().map(Boolean::parseBoolean).orElse(false));
        } catch (ApiException e) {
            return e.getCode() == 0 ? unanswered(e) : refused(e);
        }
    }

    private static Answer unanswered(ApiException e) {
        var cause = e.getCause();
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new Answer.NotDone(0, said(cause)); // nothing was ever sent
        }
        return new Answer.Unknown(0, said(cause == null ? e : cause));
    }

    private Answer refused(ApiException e) {
        int status = e.getCode();
        var problem = api.problem(e);
        var outcome = problem.map(Problem::getOutcome).orElse(OutcomeEnum.NONE);
        if (status == 429 || (status == 503 && outcome == OutcomeEnum.NONE)) {
            return new Answer.NotDone(status, name(problem));
        }
        if (status >= 400 && status < 500) {
            return new Answer.Refused(status, name(problem));
        }
        return new Answer.Unknown(status, name(problem));
    }

    private static String name(Optional<Problem> problem) {
        var type = problem.map(Problem::getType).orElse("unexplained");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    @Override
    public void defineSku(String sku, String name) {
        var asked = APIDefineSkuRequest.newBuilder()
                .sku(sku)
                .skuRequest(new SkuRequest().name(name))
                .build();
        var unused = done("defining SKU " + sku, () -> api.skus().defineSku(asked));
    }

    @Override
    public void receive(String sku, long quantity, String key) {
        var asked = APIReceiveStockRequest.newBuilder()
                .sku(sku)
                .receiptRequest(
                        new ReceiptRequest().quantity(quantity).location("main").reference(key))
                .idempotencyKey(key)
                .build();
        var unused = done("a receipt of " + sku, () -> api.skus().receiveStock(asked));
    }

    @Override
    public void defineAccount(String account, String name, BigDecimal creditLimit, String currency) {
        var asked = APIDefineAccountRequest.newBuilder()
                .id(account)
                .accountRequest(new AccountRequest()
                        .name(name)
                        .creditLimit(new MoneyInput()
                                .amount(creditLimit.toPlainString())
                                .currency(currency))
                        .paymentTerms("NET_30"))
                .build();
        var unused = done("opening account " + account, () -> api.accounts().defineAccount(asked));
    }

    @Override
    public Optional<OrderContent> readOrder(String id) {
        var asked = APIReadOrderRequest.newBuilder().id(UUID.fromString(id)).build();
        return done("reading order " + id, () -> {
            try {
                return Optional.of(OrderModels.content(api.orders().readOrder(asked)));
            } catch (ApiException e) {
                if (e.getCode() == 404) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public Stock stock(String sku) {
        var asked = APIReadStockRequest.newBuilder().sku(sku).build();
        var stock = done("reading the stock of " + sku, () -> api.skus().readStock(asked));
        return new Stock(stock.getOnHand(), stock.getClaimed(), stock.getAvailable());
    }

    @Override
    public Account account(String account) {
        var asked = APIReadAccountRequest.newBuilder().id(account).build();
        var read = done("reading account " + account, () -> api.accounts().readAccount(asked));
        return new Account(OrderModels.minorUnits(read.getCreditLimit()), OrderModels.minorUnits(read.getExposure()));
    }

    @Override
    public String name() {
        return base.toString();
    }

    @Override
    public void close() {
        api.close();
    }

    private <T> T done(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            if (e.getCode() == 0) {
                throw new NotServed("no answer to " + what, e);
            }
            @Nullable
            OutcomeEnum outcome = api.problem(e).map(Problem::getOutcome).orElse(null);
            throw new NotServed(
                    what + " at " + base + " was answered " + e.getCode() + " " + e.getResponseBody(),
                    e.getCode() == 503 && outcome == OutcomeEnum.NONE);
        }
    }

    private static String said(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
