package sluice.endpoint;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every endpoint that wants an owner has one, whichever node was lost, started or restarted: the leader of the cluster
 * calls all of them now and then, and soon after members have come or gone. A call costs an owner that is there next to nothing.
 */
final class EndpointWaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointWaker.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long EVERY_LOOKS = 10;

    private final Cluster cluster;
    private final DeliveryStore store;
    private final Executor database;
    private final Consumer<DeliveryStore.Wanting> call;
    private final Cancellable looking;
    private int membersBefore;
    private volatile boolean ledBefore;
    private long looks;

    /** @param database runs what waits for the database */
    EndpointWaker(ActorSystem<?> system, DeliveryStore store, Executor database, Consumer<DeliveryStore.Wanting> call) {
        this.cluster = Cluster.get(system);
        this.store = store;
        this.database = database;
        this.call = call;
        this.looking = system.scheduler().scheduleWithFixedDelay(LOOK, LOOK, this::look, system.executionContext());
    }

    private void look() {
        var state = cluster.state();
        var self = cluster.selfMember().address();
        boolean leads = self.equals(state.getLeader());
        int members = state.getMembers().hashCode();
        boolean isDue = leads && (!ledBefore || members != membersBefore || ++looks % EVERY_LOOKS == 0);
        ledBefore = leads;
        membersBefore = members;
        if (isDue) {
            database.execute(this::callAll);
        }
    }

    private void callAll() {
        try {
            store.wanting().forEach(call);
        } catch (RuntimeException unanswered) {
            LOG.warn("Webhook endpoints cannot be looked for just now: {}", unanswered.toString());
        }
    }

    boolean leads() {
        return ledBefore;
    }

    @Override
    public void close() {
        looking.cancel();
    }
}
