package sluice.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import sluice.webhook.DeliveryStep;
import sluice.webhook.EndpointDelivery;
import sluice.webhook.EndpointStatus;

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
    private final OpenWishes wishes = new OpenWishes();
    private final EndpointErrands errands;

    private @Nullable EndpointDelivery delivery;
    private boolean leaving;
    private boolean renewing;
    private boolean lookingUp;
    private boolean lookAgain;
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
        this.errands = new EndpointErrands(id, work, self, wishes);
        errands.takeOver();
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
            return leaving && !errands.isAsking() ? Behaviors.stopped() : this;
        }
        carryOutWishes(current);
        if (current.isDrained()) {
            if (leaving) {
                return Behaviors.stopped();
            }
            if (renewing && !errands.isAsking()) { // else an answer to the one of before would be taken for its own
                renewing = false;
                delivery = null;
                wishes.again();
                errands.takeOver();
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
                errands.answered();
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
            case TAKE_OVER -> {
                if (!leaving) {
                    errands.takeOver();
                }
            }
        }
        return true;
    }

    private boolean onTookOver(Optional<DeliveryStore.Taken> taken) {
        errands.answered();
        if (taken.isEmpty() || leaving) {
            return false;
        }
        var read = taken.get();
        errands.begin(read);
        wishes.add(read.wishes());
        delivery = new EndpointDelivery(work.settings(read.config()), work.schedule(), read.saved());
        work.news().listen(id, read.config().filter(), () -> self.tell(Local.NEWS));
        tell(each -> each.onTime(now()));
        lookUpAgain();
        return true;
    }

    private boolean onNotTakenOver(Throwable failure) {
        errands.answered();
        LOG.warn("The webhook endpoint {} cannot be read just now: {}", id, failure.toString());
        timers.startSingleTimer(Local.TAKE_OVER, PAUSE);
        return true;
    }

    private boolean onLook(Look look) {
        var known = errands.known();
        if (delivery == null || known == null || lookingUp) {
            lookAgain = true;
        } else if (look.change() > known.change()) {
            lookUp();
        }
        return true;
    }

    private void lookUp() {
        lookingUp = true;
        errands.lookUp();
    }

    private void lookUpAgain() {
        if (lookAgain) {
            lookAgain = false;
            lookUp();
        }
    }

    private boolean onLookedUp(Optional<DeliveryStore.Reread> read) {
        errands.answered();
        lookingUp = false;
        if (read.isEmpty()) {
            return false;
        }
        var before = errands.known();
        var after = read.get().config();
        errands.change(after);
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
        lookUpAgain();
        return true;
    }

    private boolean onAttempted(Attempted attempted) {
        errands.attempted(attempted);
        double chance = ThreadLocalRandom.current().nextDouble();
        tell(each -> each.onAttemptEnded(attempted.number(), attempted.result(), chance, now()));
        return true;
    }

    private boolean answered(Function<EndpointDelivery, List<DeliveryStep>> what) {
        errands.answered();
        tell(what);
        return true;
    }

    private void tell(Function<EndpointDelivery, List<DeliveryStep>> what) {
        if (delivery != null) {
            what.apply(delivery).forEach(errands::carryOut);
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
            steps.forEach(errands::carryOut);
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
                && errands.areNone()
                && wishes.areNone()
                && current.wakeAt().isEmpty();
    }

    private Behavior<EndpointMessage> onStopped() {
        errands.stop();
        work.news().leave(id);
        return this;
    }

    private Instant now() {
        return work.clock().instant();
    }
}
