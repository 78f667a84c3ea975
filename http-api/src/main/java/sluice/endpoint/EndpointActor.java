package sluice.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.endpoint.EndpointMessage.Attempted;
import sluice.endpoint.EndpointMessage.EventsNotRead;
import sluice.endpoint.EndpointMessage.EventsRead;
import sluice.endpoint.EndpointMessage.Flushed;
import sluice.endpoint.EndpointMessage.Local;
import sluice.endpoint.EndpointMessage.Look;
import sluice.endpoint.EndpointMessage.LookedUp;
import sluice.endpoint.EndpointMessage.NotFlushed;
import sluice.endpoint.EndpointMessage.NotLookedUp;
import sluice.endpoint.EndpointMessage.NotTakenOver;
import sluice.endpoint.EndpointMessage.RetriesNotRead;
import sluice.endpoint.EndpointMessage.RetriesRead;
import sluice.endpoint.EndpointMessage.TookOver;
import sluice.event.EventRead;
import sluice.webhook.Attempt;
import sluice.webhook.DeliveryStep;
import sluice.webhook.EndpointDelivery;
import sluice.webhook.EndpointStatus;
import sluice.webhook.EventPage;

/**
 * The owner of one webhook endpoint: carries out what {@link EndpointDelivery} decides, and tells it what came of it. A sharded entity, so
 * there is mostly one in the cluster; where there are two for a moment, the endpoint's row tells who counts.
 *
 * <p>Nothing is remembered here that is not in the tables, or will be sent again from there. It leaves when there is nothing to do for a
 * disabled endpoint, and when it turns out not to be the owner; {@link EndpointWaker} brings back whoever is wanted.
 */
final class EndpointActor extends AbstractBehavior<EndpointMessage> {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointActor.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String id;
    private final EndpointWork work;
    private final TimerScheduler<EndpointMessage> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ActorRef<EndpointMessage> self;
    private final UUID mark = UUID.randomUUID();
    private final OpenWishes wishes = new OpenWishes();

    private @Nullable EndpointDelivery delivery;
    private volatile @Nullable EndpointConfig config;
    private volatile boolean isGone;

    private boolean isHealthy;
    private boolean leaving;
    private boolean renewing;
    private boolean lookingUp;
    private boolean lookAgain;
    private int underWay;
    private int asked;
    private long flushNumber;
    private long flushedWishes;
    private @Nullable Instant wakesAt;

    private EndpointActor(
            ActorContext<EndpointMessage> context,
            TimerScheduler<EndpointMessage> timers,
            String id,
            EndpointWork work,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(context);
        this.id = id;
        this.work = work;
        this.timers = timers;
        this.shard = shard;
        this.self = context.getSelf();
        takeOver();
    }

    static Behavior<EndpointMessage> create(
            String id, EndpointWork work, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new EndpointActor(context, timers, id, work, shard)));
    }

    @Override
    public Receive<EndpointMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(EndpointMessage.class, this::onMessage)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<EndpointMessage> onMessage(EndpointMessage message) {
        boolean isOwner = handle(message);
        if (!isOwner) {
            return Behaviors.stopped();
        }
        var current = delivery;
        if (current == null) {
            return leaving && asked == 0 ? Behaviors.stopped() : this;
        }
        carryOutWishes(current);
        if (current.isDrained()) {
            if (leaving) {
                return Behaviors.stopped();
            }
            if (renewing && asked == 0) { // else an answer to the one of before would be taken for its own
                renewing = false;
                delivery = null;
                takeOver();
                return this;
            }
        }
        wake(current);
        if (isIdle(current)) {
            shard.tell(new ClusterSharding.Passivate<>(self));
        }
        return this;
    }

    /** False if it turns out that this is not the owner, or that there is no such endpoint. */
    private boolean handle(EndpointMessage message) {
        return switch (message) {
            case Local local -> onLocal(local);
            case Look look -> onLook(look);
            case TookOver(var taken) -> onTookOver(taken);
            case NotTakenOver(var failure) -> onNotTakenOver(failure);
            case LookedUp(var read) -> onLookedUp(read);
            case NotLookedUp(var failure) -> {
                asked--;
                lookingUp = false; // the waker comes by again
                yield true;
            }
            case EventsRead(long number, var page) -> answered(each -> each.onEventsRead(number, page, now()));
            case EventsNotRead(long number, var failure) -> answered(each -> each.onEventsNotRead(number, now()));
            case RetriesRead(long number, var page) -> answered(each -> each.onRetriesRead(number, page, now()));
            case RetriesNotRead(long number, var failure) -> answered(each -> each.onRetriesNotRead(number, now()));
            case Flushed(long number, boolean isOwner) ->
                answered(each -> isOwner ? each.onFlushed(number, now()) : List.of()) && isOwner;
            case NotFlushed(long number, var failure) -> answered(each -> each.onFlushFailed(number, now()));
            case Attempted attempted -> onAttempted(attempted);
        };
    }

    private boolean onLocal(Local local) {
        switch (local) {
            case STOP -> {
                leaving = true;
                tell(each -> each.drain(now()));
                timers.startSingleTimer(Local.STOP_AT_ONCE, work.patience());
            }
            case STOP_AT_ONCE -> {
                return false;
            }
            case TICK -> {
                wakesAt = null;
                tell(each -> each.onTime(now()));
            }
            case NEWS -> tell(each -> each.onNews(now()));
            case TAKE_OVER -> takeOver();
        }
        return true;
    }

    private void takeOver() {
        if (!leaving) {
            ask(work.database(() -> work.store().takeOver(id, mark)), taken -> new TookOver(taken), NotTakenOver::new);
        }
    }

    private boolean onTookOver(Optional<DeliveryStore.Taken> taken) {
        asked--;
        if (taken.isEmpty() || leaving) {
            return false;
        }
        var read = taken.get();
        var saved = read.saved();
        config = read.config();
        wishes.add(read.wishes());
        isHealthy = saved.failingSince().isEmpty() && saved.flushes() > 0;
        flushNumber = saved.flushes();
        delivery = new EndpointDelivery(work.settings(read.config()), work.schedule(), saved);
        work.news().listen(id, read.config().filter(), () -> self.tell(Local.NEWS));
        tell(each -> each.onTime(now()));
        if (lookAgain) {
            lookAgain = false;
            lookUp();
        }
        return true;
    }

    private boolean onNotTakenOver(Throwable failure) {
        asked--;
        LOG.warn("The webhook endpoint {} cannot be read just now: {}", id, failure.toString());
        timers.startSingleTimer(Local.TAKE_OVER, PAUSE);
        return true;
    }

    private boolean onLook(Look look) {
        var known = config;
        if (delivery == null || known == null || lookingUp) {
            lookAgain = true;
        } else if (look.change() > known.change()) {
            lookUp();
        }
        return true;
    }

    private void lookUp() {
        lookingUp = true;
        long after = wishes.known();
        ask(work.database(() -> work.store().read(id, mark, after)), read -> new LookedUp(read), NotLookedUp::new);
    }

    private boolean onLookedUp(Optional<DeliveryStore.Reread> read) {
        asked--;
        lookingUp = false;
        if (read.isEmpty()) {
            return false;
        }
        var before = config;
        var after = read.get().config();
        config = after;
        wishes.add(read.get().wishes());
        work.news().listen(id, after.filter(), () -> self.tell(Local.NEWS));
        boolean isPaceNew = before != null
                && (before.concurrency() != after.concurrency() || before.perSecond() != after.perSecond());
        if (isPaceNew && !leaving && !renewing) { // what is under way ends at the pace of before
            renewing = true;
            tell(each -> each.drain(now()));
        } else {
            tell(each -> each.onNews(now())); // its events may be others
        }
        if (lookAgain) {
            lookAgain = false;
            lookUp();
        }
        return true;
    }

    private boolean onAttempted(Attempted attempted) {
        underWay--;
        var result = attempted.result();
        if (delivery != null) {
            isHealthy = result.isDelivered();
            wishes.attempted(attempted.number());
            tell(each -> each.onAttemptEnded(
                    attempted.number(), result, ThreadLocalRandom.current().nextDouble(), now()));
        }
        return true;
    }

    private boolean answered(Function<EndpointDelivery, List<DeliveryStep>> what) {
        asked--;
        tell(what);
        return true;
    }

    private void tell(Function<EndpointDelivery, List<DeliveryStep>> what) {
        if (delivery != null) {
            what.apply(delivery).forEach(this::carryOut);
        }
    }

    private void carryOutWishes(EndpointDelivery current) {
        while (!leaving && !renewing) {
            var wish = wishes.next();
            if (wish.isEmpty()) {
                return;
            }
            var steps = wish.get().kind() == Wish.Kind.TEST
                    ? current.test(TestEvent.of(id, wish.get()), now())
                    : applied(current, wish.get());
            steps.forEach(this::carryOut);
        }
    }

    private List<DeliveryStep> applied(EndpointDelivery current, Wish wish) {
        LOG.info("Webhook endpoint {}: {} {}", id, wish.kind(), wish.position());
        return switch (wish.kind()) {
            case ENABLE -> current.enable(now());
            case DISABLE -> current.disable(now());
            case SEND_AGAIN -> current.sendAgain(wish.position(), now());
            case RECOVER -> current.recover(wish.position(), now());
            case REPLAY -> current.replay(wish.position(), now());
            case TEST -> throw new IllegalArgumentException("a test is sent");
        };
    }

    private void carryOut(DeliveryStep step) {
        switch (step) {
            case DeliveryStep.Send(var attempt) -> send(attempt);
            case DeliveryStep.ReadEvents read -> readEvents(read);
            case DeliveryStep.ReadRetries read ->
                ask(
                        work.database(() -> work.store().retries(id, read)),
                        page -> new RetriesRead(read.number(), page),
                        failure -> new RetriesNotRead(read.number(), failure));
            case DeliveryStep.Flush flush -> flush(flush);
        }
    }

    private void send(Attempt attempt) {
        underWay++;
        if (attempt.kind() == Attempt.Kind.TEST) {
            wishes.testing(attempt.number(), attempt.event().id());
        }
        work.courier()
                .carry(
                        attempt,
                        isHealthy,
                        this::config,
                        () -> !isGone,
                        result -> self.tell(new Attempted(attempt.number(), result)));
    }

    private EndpointConfig config() {
        var known = config;
        if (known == null) {
            throw new IllegalStateException("an attempt before the endpoint was read");
        }
        return known;
    }

    private void readEvents(DeliveryStep.ReadEvents read) {
        ask(
                work.events().after(read.after(), config().filter(), read.most(), read.mostBytes()),
                page -> new EventsRead(read.number(), page(read, page)),
                failure -> new EventsNotRead(read.number(), failure));
    }

    private EventPage page(DeliveryStep.ReadEvents asked, EventRead read) {
        return switch (read) {
            case EventRead.Page page -> new EventPage(page.wanted(), page.through(), page.more());
            case EventRead.Gone(long firstKept, long last) -> {
                LOG.error(
                        "The webhook endpoint {} has got to position {}, and the events kept are {} to {}: it goes on"
                                + " with these, and does not get what was in between.",
                        id,
                        asked.after(),
                        firstKept,
                        last);
                yield new EventPage(List.of(), asked.after() > last ? last : firstKept - 1, true);
            }
        };
    }

    /** One that is repeated is repeated as it was, with the wishes that it settled. */
    private void flush(DeliveryStep.Flush flush) {
        if (flush.number() != flushNumber) {
            flushNumber = flush.number();
            flushedWishes = wishes.settled();
        }
        long settled = flushedWishes;
        if (flush.disabled().isPresent()) {
            LOG.warn("The webhook endpoint {} is disabled: {}", id, flush.status());
        }
        ask(
                work.database(() -> work.store().write(id, mark, flush, settled)),
                isOwner -> new Flushed(flush.number(), isOwner),
                failure -> new NotFlushed(flush.number(), failure));
    }

    private <T> void ask(
            CompletionStage<T> question,
            Function<T, EndpointMessage> answer,
            Function<Throwable, EndpointMessage> not) {
        asked++;
        var unused = question.whenComplete(
                (value, failure) -> self.tell(failure == null ? answer.apply(value) : not.apply(failure)));
    }

    private void wake(EndpointDelivery current) {
        var next = current.wakeAt().orElse(null);
        if (next == null) {
            timers.cancel(Local.TICK);
        } else if (!next.equals(wakesAt)) {
            var delay = Duration.between(now(), next);
            timers.startSingleTimer(Local.TICK, delay.isNegative() ? Duration.ZERO : delay);
        }
        wakesAt = next;
    }

    /** Whether nothing is to be done until somebody asks for something. */
    private boolean isIdle(EndpointDelivery current) {
        return current.status() != EndpointStatus.ENABLED
                && !leaving
                && underWay == 0
                && asked == 0
                && wishes.areNone()
                && current.wakeAt().isEmpty();
    }

    private Behavior<EndpointMessage> onStopped() {
        isGone = true;
        work.news().leave(id);
        return this;
    }

    private Instant now() {
        return work.clock().instant();
    }
}
