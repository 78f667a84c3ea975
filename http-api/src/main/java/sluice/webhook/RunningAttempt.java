package sluice.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import sluice.webhook.Sender.Delivery;
import sluice.webhook.Sender.Means;
import sluice.webhook.TargetRules.AddressVerdict;
import sluice.webhook.TargetRules.UrlVerdict;

/** One attempt on its way. Ends once, by whatever ends it first. */
final class RunningAttempt {

    private final Delivery delivery;
    private final Means means;
    private final long begun = System.nanoTime();
    private final CompletableFuture<AttemptResult> result = new CompletableFuture<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
    private final AtomicReference<@Nullable Cancellable> timer = new AtomicReference<>();

    RunningAttempt(Delivery delivery, Means means) {
        this.delivery = delivery;
        this.means = means;
    }

    CompletionStage<AttemptResult> result() {
        return result;
    }

    void begin() {
        switch (means.rules().url(delivery.url())) {
            case UrlVerdict.Refused(var reason) -> fail("The URL " + reason + ".");
            case UrlVerdict.Accepted(var target) -> {
                expireIn(
                        means.settings().head(),
                        "There was no answer within " + seconds(means.settings().head()) + ".");
                addresses(target).whenComplete((addresses, failure) -> {
                    if (failure != null) {
                        fail(sentence(failure));
                    } else {
                        connect(target, addresses);
                    }
                });
            }
        }
    }

    private CompletionStage<List<InetAddress>> addresses(Target target) {
        var written = AddressRange.address(target.host());
        if (written.isPresent()) {
            return CompletableFuture.completedStage(List.of(written.get()));
        }
        var lookUp = means.resolver().addresses(target.host());
        // It need not begin any more then.
        var unused = result.whenComplete(
                (ended, none) -> lookUp.toCompletableFuture().cancel(false));
        return lookUp;
    }

    private void connect(Target target, List<InetAddress> found) {
        switch (means.rules().addresses(target, found)) {
            case AddressVerdict.Refused(var reason) -> fail(reason);
            case AddressVerdict.Accepted(var addresses) -> {
                var open = means.kept().take(delivery.endpoint(), target, addresses);
                if (open.isPresent()) {
                    exchange(target, open.get(), true, addresses, 0);
                } else {
                    exchange(target, opened(target, addresses, 0), false, addresses, 0);
                }
            }
        }
    }

    private Connection opened(Target target, List<InetAddress> addresses, int which) {
        return Connection.open(
                target,
                addresses.get(which),
                means.tls(),
                means.settings(),
                means.system().classicSystem());
    }

    private void exchange(Target target, Connection over, boolean isUsed, List<InetAddress> addresses, int which) {
        connection.set(over);
        if (isOver.get()) { // just now: who ended it may not have seen this connection
            over.cut();
            return;
        }
        over.exchange(request(target)).whenComplete((response, failure) -> {
            if (failure == null) {
                read(target, over, response);
            } else if (isUsed && !isOver.get()) {
                exchange(target, opened(target, addresses, 0), false, addresses, 0);
            } else if (!over.wasConnected() && which + 1 < addresses.size() && !isOver.get()) {
                exchange(target, opened(target, addresses, which + 1), false, addresses, which + 1);
            } else {
                fail(sentence(failure));
            }
        });
    }

    private HttpRequest request(Target target) {
        var request = HttpRequest.POST(target.path())
                .withEntity(ContentTypes.APPLICATION_JSON, delivery.body().getBytes(StandardCharsets.UTF_8))
                .addHeader(host(target))
                .addHeader(RawHeader.create("user-agent", "Sluice"));
        for (var header : delivery.signature().headers().entrySet()) {
            request = request.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return request;
    }

    private void read(Target target, Connection over, HttpResponse response) {
        expireIn(
                means.settings().total().minus(took()),
                "The answer did not end within " + seconds(means.settings().total()) + ".");
        response.entity()
                .withoutSizeLimit()
                .getDataBytes()
                .scan(ByteString.emptyByteString(), ByteString::concat)
                .takeWhile(read -> read.size() <= means.settings().excerptBytes(), true)
                .runWith(Sink.last(), means.system())
                .whenComplete((read, failure) -> {
                    if (failure != null) {
                        fail(sentence(failure));
                    } else {
                        if (read.size() <= means.settings().excerptBytes() && !closes(response)) {
                            means.kept()
                                    .keep(delivery.endpoint(), target, over); // before anybody hears that it is free
                        } else {
                            over.cut();
                        }
                        end(answer(response, read));
                    }
                });
    }

    private AttemptResult answer(HttpResponse response, ByteString read) {
        var excerpt = read.take(means.settings().excerptBytes()).decodeString(StandardCharsets.UTF_8);
        var status = response.status().intValue();
        return status >= 200 && status < 300
                ? new AttemptResult.Delivered(status, took(), excerpt)
                : new AttemptResult.Answered(
                        status,
                        took(),
                        excerpt,
                        header(response, "retry-after").flatMap(text -> RetryAfter.parse(text, Instant.now())));
    }

    private void expireIn(Duration delay, String reason) {
        var next = means.system()
                .scheduler()
                .scheduleOnce(
                        delay.isNegative() ? Duration.ZERO : delay,
                        () -> fail(reason),
                        means.system().executionContext());
        var last = timer.getAndSet(next);
        if (last != null) {
            last.cancel();
        }
        if (isOver.get()) {
            next.cancel();
        }
    }

    private void fail(String reason) {
        if (end(new AttemptResult.Failed(reason, took()))) {
            var open = connection.get();
            if (open != null) {
                open.cut();
            }
        }
    }

    private boolean end(AttemptResult ended) {
        if (!isOver.compareAndSet(false, true)) {
            return false;
        }
        var running = timer.get();
        if (running != null) {
            running.cancel();
        }
        result.complete(ended);
        return true;
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Host host(Target target) {
        var isDefault = target.port() == (target.tls() ? 443 : 80);
        return isDefault ? Host.create(target.host()) : Host.create(target.host(), target.port());
    }

    private static Optional<String> header(HttpResponse response, String name) {
        return response.getHeader(name).map(HttpHeader::value);
    }

    private static boolean closes(HttpResponse response) {
        return header(response, "connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1_000.0 + " s";
    }

    /** What went wrong, in words that tell no address: the failure itself may. */
    private static String sentence(Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case UnknownHostException unknown -> "The host has no address.";
            case SSLException tls ->
                "The TLS connection could not be made: the certificate is not trusted, or is for another host.";
            default -> "The connection failed.";
        };
    }
}
