package sluice.endpoint;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.endpoint.EndpointMessage.Local;
import sluice.endpoint.EndpointMessage.Look;
import sluice.event.EventReader;
import sluice.event.EventSignal;
import sluice.node.WebhookSettings;
import sluice.webhook.DeliverySettings;
import sluice.webhook.EndpointStatus;
import sluice.webhook.Schedule;
import sluice.webhook.Sender;

/** A node's part of delivery: the owners of the endpoints that Cluster Sharding gives it, and what they share. */
final class EndpointPool implements EndpointWork, AutoCloseable {

    static final EntityTypeKey<EndpointMessage> TYPE = EntityTypeKey.create(EndpointMessage.class, "webhook");
    private static final Logger LOG = LoggerFactory.getLogger(EndpointPool.class);
    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(15);
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

    /** Below what the phase of a stopping node in which shards are handed over has. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final DeliveryStore store;
    private final EventReader events;
    private final EndpointNews news;
    private final Courier courier;
    private final WebhookSettings settings;
    private final Schedule schedule;
    private final ExecutorService statements;
    private final ActorRef<ShardingEnvelope<EndpointMessage>> region;
    private final EndpointWaker waker;
    private final Cancellable counting;
    private final Cancellable sweeping;
    private volatile EndpointCounts counts = EndpointCounts.NONE;

    EndpointPool(
            ActorSystem<?> system,
            DeliveryStore store,
            EventReader events,
            EventSignal signal,
            Sender sender,
            WebhookSettings settings,
            Schedule schedule,
            MeterRegistry meters) {
        this.store = store;
        this.events = events;
        this.settings = settings;
        this.schedule = schedule;
        this.news = new EndpointNews(events, signal);
        this.courier = new Courier(sender, new Places(settings.attempts()), meters);
        this.statements = Executors.newFixedThreadPool(
                settings.connections(),
                Thread.ofPlatform().daemon().name("sluice-webhook-", 0).factory());
        this.region = ClusterSharding.get(system)
                .init(Entity.of(TYPE, context -> EndpointActor.create(context.getEntityId(), this, context.getShard()))
                        .withStopMessage(Local.STOP));
        this.waker =
                new EndpointWaker(system, store, statements, wanting -> look(wanting.id(), new Look(wanting.change())));
        this.counting = every(system, COUNT_INTERVAL, () -> counts = store.counts());
        this.sweeping = every(system, SWEEP_INTERVAL, this::sweep);
        for (var status : EndpointStatus.values()) {
            meters.gauge(
                    "sluice.webhook.endpoints",
                    Tags.of("status", status.name().toLowerCase(Locale.ROOT)),
                    this,
                    pool -> pool.counts.endpoints().getOrDefault(status, 0L));
        }
        meters.gauge("sluice.webhook.retries", this, pool -> pool.counts.retries());
    }

    private Cancellable every(ActorSystem<?> system, Duration interval, Runnable what) {
        return system.scheduler()
                .scheduleWithFixedDelay(
                        interval, interval, new Chore(statements, what)::due, system.executionContext());
    }

    private void sweep() {
        if (waker.leads()) {
            int rewrapped = store.rewrapSecrets();
            if (rewrapped > 0) {
                LOG.info("{} signing secrets lie under the first master key now", rewrapped);
            }
            var oldest = Instant.now().minus(settings.logRetention());
            boolean more = true;
            while (more && waker.leads() && !statements.isShutdown()) {
                more = store.sweep(oldest);
            }
        }
    }

    /** The owner of an endpoint is to see what was changed or asked. */
    void lookNow(String id) {
        look(id, Look.NOW);
    }

    private void look(String id, Look look) {
        region.tell(new ShardingEnvelope<>(id, look));
    }

    @Override
    public DeliveryStore store() {
        return store;
    }

    @Override
    public <T> CompletionStage<T> database(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, statements);
        } catch (RejectedExecutionException stopped) {
            return CompletableFuture.failedFuture(stopped);
        }
    }

    @Override
    public EventReader events() {
        return events;
    }

    @Override
    public EndpointNews news() {
        return news;
    }

    @Override
    public Courier courier() {
        return courier;
    }

    /** Small windows: ten thousand endpoints that are behind have one each. */
    @Override
    public DeliverySettings settings(EndpointConfig config) {
        int concurrency = config.concurrency();
        return new DeliverySettings(
                concurrency,
                config.perSecond(),
                Math.max(64, 4 * concurrency),
                128 << 10,
                Math.max(16, concurrency),
                Math.max(512, 8 * concurrency),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(240 + ThreadLocalRandom.current().nextInt(120)), // not all in the same second
                Duration.ofSeconds(1),
                settings.disableAfter());
    }

    @Override
    public Schedule schedule() {
        return schedule;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    /** To be called when the owners have left. */
    @Override
    public void close() {
        counting.cancel();
        sweeping.cancel();
        waker.close();
        news.close();
        statements.shutdown();
    }
}
