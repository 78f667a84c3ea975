package sluice.endpoint;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.endpoint.EndpointMessage.Attempted;
import sluice.endpoint.EndpointMessage.EventsNotRead;
import sluice.endpoint.EndpointMessage.EventsRead;
import sluice.endpoint.EndpointMessage.Flushed;
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
import sluice.webhook.EventPage;

/**
 * What the owner of an endpoint has done off its own thread: statements, reads and attempts. What came of it arrives as a message. Used by
 * the owner alone, but for what an attempt asks when it begins.
 */
final class EndpointErrands {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointErrands.class);

    private final String id;
    private final EndpointWork work;
    private final ActorRef<EndpointMessage> owner;
    private final OpenWishes wishes;
    private final UUID mark = UUID.randomUUID();

    private volatile @Nullable EndpointConfig config;
    private volatile boolean isOver;
    private boolean isHealthy;
    private int asked;
    private int underWay;
    private long flushNumber;
    private long flushedWishes;

    EndpointErrands(String id, EndpointWork work, ActorRef<EndpointMessage> owner, OpenWishes wishes) {
        this.id = id;
        this.work = work;
        this.owner = owner;
        this.wishes = wishes;
    }

    void takeOver() {
        ask(work.database(() -> work.store().takeOver(id, mark)), taken -> new TookOver(taken), NotTakenOver::new);
    }

    /** The endpoint was taken over. */
    void begin(DeliveryStore.Taken taken) {
        config = taken.config();
        isHealthy = taken.saved().failingSince().isEmpty() && taken.saved().flushes() > 0;
        flushNumber = taken.saved().flushes();
    }

    /** Reads the endpoint, and what else was asked of it. */
    void lookUp() {
        long after = wishes.known();
        ask(work.database(() -> work.store().read(id, mark, after)), read -> new LookedUp(read), NotLookedUp::new);
    }

    /** Counts for every attempt that begins from now on. */
    void change(EndpointConfig after) {
        config = after;
    }

    /** As it was read last; null before it was taken over. */
    @Nullable
    EndpointConfig known() {
        return config;
    }

    private EndpointConfig config() {
        var known = config;
        if (known == null) {
            throw new IllegalStateException("a step before the endpoint was read");
        }
        return known;
    }

    /** A statement or a read has been answered. */
    void answered() {
        asked--;
    }

    void attempted(Attempted attempted) {
        underWay--;
        isHealthy = attempted.result().isDelivered();
        wishes.attempted(attempted.number());
    }

    /** Whether an answer of a statement or a read is outstanding. */
    boolean isAsking() {
        return asked > 0;
    }

    boolean areNone() {
        return asked == 0 && underWay == 0;
    }

    /** Attempts that wait for a place are not made any more. */
    void stop() {
        isOver = true;
    }

    void carryOut(DeliveryStep step) {
        switch (step) {
            case DeliveryStep.Send(var attempt) -> send(attempt);
            case DeliveryStep.ReadEvents read ->
                ask(
                        work.events().after(read.after(), config().filter(), read.most(), read.mostBytes()),
                        page -> new EventsRead(read.number(), page(read, page)),
                        failure -> new EventsNotRead(read.number(), failure));
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
                        () -> !isOver,
                        result -> owner.tell(new Attempted(attempt.number(), result)));
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
                (value, failure) -> owner.tell(failure == null ? answer.apply(value) : not.apply(failure)));
    }
}
