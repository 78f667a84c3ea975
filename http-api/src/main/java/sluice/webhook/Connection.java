package sluice.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.OutgoingConnection;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an address that was checked, for one request after the other. The name is never looked up here: it goes into TLS (as
 * the server's name, and as the name its certificate must be for) and into the request, and the address alone says where to.
 */
final class Connection {

    /** It was closed without an answer, here or there. */
    private static final class Closed extends Exception {
        private static final long serialVersionUID = 1;

        Closed() {
            super("closed", null, false, false);
        }
    }

    /** What a stranger answers must not get into the log, nor fill it: a failing stage would tell its bytes. */
    private static final Attributes SILENT =
            Attributes.createLogLevels(Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff());

    private final InetAddress address;
    private final SharedKillSwitch bytes = KillSwitches.shared("webhook");
    private final AtomicReference<@Nullable CompletableFuture<HttpResponse>> awaited = new AtomicReference<>();
    private final BoundedSourceQueue<HttpRequest> requests;
    private final CompletionStage<OutgoingConnection> connected;
    private final CompletionStage<Done> ended;
    private volatile Runnable whenClosed = () -> {};

    private Connection(
            Target target, InetAddress address, SSLContext tls, SenderSettings settings, ActorSystem system) {
        this.address = address;
        var to = Http.get(system)
                .connectionTo(target.host())
                .toPort(target.port())
                .withClientConnectionSettings(client(settings, system))
                .withCustomHttpsConnectionContext(
                        ConnectionContext.httpsClient((host, port) -> engine(tls, target, port)));
        var whole = Source.<HttpRequest>queue(1)
                .viaMat(target.tls() ? to.https() : to.http(), Keep.both())
                .toMat(Sink.foreach(this::answered), Keep.both())
                .addAttributes(SILENT)
                .run(system);
        requests = whole.first().first();
        connected = whole.first().second();
        ended = whole.second();
        ended.whenComplete((done, failure) -> {
            fail(failure == null ? new Closed() : failure);
            whenClosed.run();
        });
    }

    static Connection open(
            Target target, InetAddress address, SSLContext tls, SenderSettings settings, ActorSystem system) {
        return new Connection(target, address, tls, settings, system);
    }

    private ClientConnectionSettings client(SenderSettings settings, ActorSystem system) {
        var defaults = ClientConnectionSettings.create(system);
        return defaults.withConnectingTimeout(settings.connect())
                .withIdleTimeout(settings.keep())
                .withUserAgentHeader(Optional.empty())
                .withParserSettings(defaults.getParserSettings()
                        .withModeledHeaderParsing(false)
                        .withIllegalHeaderWarnings(false))
                .withTransport(new ClientTransport() {
                    @Override
                    public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> connectTo(
                            String host, int port, ClientConnectionSettings chosen, ActorSystem on) {
                        var checked = new InetSocketAddress(address, port);
                        return Flow.<ByteString>create()
                                .via(bytes.flow())
                                .viaMat(
                                        ClientTransport.withCustomResolver(
                                                        (name, itsPort) -> CompletableFuture.completedStage(checked))
                                                .connectTo(host, port, chosen, on),
                                        Keep.right())
                                .via(bytes.flow());
                    }
                });
    }

    private static SSLEngine engine(SSLContext tls, Target target, int port) {
        var engine = tls.createSSLEngine(target.host(), port);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (AddressRange.address(target.host()).isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(target.host())));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    InetAddress address() {
        return address;
    }

    /** Whether a connection was made; known when the first exchange has ended. */
    boolean wasConnected() {
        var future = connected.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally();
    }

    boolean isOpen() {
        return !ended.toCompletableFuture().isDone();
    }

    /** Runs {@code action}, and none that was given before, when it is closed, by whomever: it is kept a thousand times an hour. */
    void whenClosed(Runnable action) {
        whenClosed = action;
        if (!isOpen()) {
            action.run();
        }
    }

    /** Sends a request, and brings the head of its answer. Its entity has to be read to the end, or the connection cut. */
    CompletionStage<HttpResponse> exchange(HttpRequest request) {
        var answer = new CompletableFuture<HttpResponse>();
        if (!awaited.compareAndSet(null, answer)) {
            throw new IllegalStateException("an exchange is under way");
        }
        if (!isOpen() || !requests.offer(request).isEnqueued()) {
            fail(new Closed());
        }
        return answer;
    }

    private void answered(HttpResponse response) {
        var answer = awaited.getAndSet(null);
        if (answer == null) { // an answer to nothing: nobody knows what comes next
            cut();
        } else {
            answer.complete(response);
        }
    }

    private void fail(Throwable failure) {
        var answer = awaited.getAndSet(null);
        if (answer != null) {
            answer.completeExceptionally(failure);
        }
    }

    /** Closes it at once, whatever is under way. */
    void cut() {
        bytes.abort(new Closed());
        requests.complete();
    }
}
