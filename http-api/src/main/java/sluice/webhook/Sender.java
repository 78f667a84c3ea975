package sluice.webhook;

import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Sends attempts, each within its time, and answers what became of it, never with an exception.
 *
 * <p>At every attempt the URL is judged, its name looked up, all its addresses judged, and a connection made to one of those. Connections
 * are kept for the endpoint's next attempt (TLS costs both sides a thousand times what a signature does), and used again only if the
 * name still has that address. No pool: one would hold a request until one of its connections is free, and has no way to give up one
 * request; here an attempt owns its connection, and cutting the connection ends the attempt wherever it is. The {@code HttpClient} of
 * the JDK takes no address but what it looks up by itself.
 *
 * <p>A kept connection may have been closed by the other side just as it is used, which says nothing of the endpoint: such an attempt
 * begins again on a new one.
 */
public final class Sender {

    /** Where to, and what; {@code endpoint} names whose connections may be used. */
    public record Delivery(String endpoint, String url, String body, Signature signature) {}

    /** What attempts are made with. */
    record Means(
            TargetRules rules,
            Resolver resolver,
            SenderSettings settings,
            SSLContext tls,
            ActorSystem<?> system,
            KeptConnections kept) {}

    private final Means means;

    public Sender(
            TargetRules rules, Resolver resolver, SenderSettings settings, SSLContext tls, ActorSystem<?> system) {
        this.means = new Means(rules, resolver, settings, tls, system, new KeptConnections(settings.mostKept()));
    }

    /** Connections that are kept for later. */
    int keptConnections() {
        return means.kept().size();
    }

    public CompletionStage<AttemptResult> send(Delivery delivery) {
        var attempt = new RunningAttempt(delivery, means);
        attempt.begin();
        return attempt.result();
    }
}
