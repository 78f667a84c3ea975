package sluice.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.testkit.javadsl.TestKit;
import scala.jdk.javaapi.CollectionConverters;

/** The journal of a node, spoken to as persistent actors do. */
public final class WrittenJournal implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ActorSystem system;
    private final ActorRef journal;

    public WrittenJournal(Config config) {
        this(config, Map.of());
    }

    /** @param settings by name, below {@code sluice.journal} */
    public WrittenJournal(Config config, Map<String, ?> settings) {
        var ours = ConfigFactory.parseMap(Map.of("sluice.journal", settings)).withFallback(config);
        system = ActorSystem.create("journal", ours);
        journal = Persistence.get(system).journalFor("sluice.journal", ConfigFactory.empty());
    }

    ActorSystem system() {
        return system;
    }

    /** What one actor hands over in one go. */
    public static final class Writing {
        private final TestKit actor;
        private final int events;

        private Writing(TestKit actor, int events) {
            this.actor = actor;
            this.events = events;
        }

        /** What each event's actor is told: "written", or the failure, in the order of the events. */
        public List<Object> told() {
            var told = new ArrayList<>();
            for (int i = 0; i <= events; i++) {
                var message = actor.receiveOne(SOON);
                switch (message) {
                    case null -> throw new AssertionError("No answer");
                    case JournalProtocol.WriteMessageSuccess success -> told.add("written");
                    case JournalProtocol.WriteMessageRejected rejected -> told.add(new Rejected(rejected.cause()));
                    case JournalProtocol.WriteMessageFailure failure -> told.add(new Failed(failure.cause()));
                    default -> {} // of all of them
                }
            }
            actor.getSystem().stop(actor.getRef());
            return told;
        }
    }

    public record Rejected(Throwable cause) {}

    public record Failed(Throwable cause) {}

    public Writing write(String persistenceId, long sequence, String writer) {
        return write(List.of(event(persistenceId, sequence, writer)));
    }

    /** @param atomicWrites each of the events that stand or fall together */
    @SafeVarargs
    final Writing write(List<PersistentRepr>... atomicWrites) {
        var envelopes = new ArrayList<PersistentEnvelope>();
        int events = 0;
        for (var one : atomicWrites) {
            envelopes.add(new AtomicWrite(CollectionConverters.asScala(one).toList()));
            events += one.size();
        }
        var actor = new TestKit(system);
        journal.tell(
                new JournalProtocol.WriteMessages(
                        CollectionConverters.asScala(envelopes).toList(), actor.getRef(), 1),
                actor.getRef());
        return new Writing(actor, events);
    }

    static PersistentRepr event(String persistenceId, long sequence, String writer) {
        return event("event " + sequence, persistenceId, sequence, writer);
    }

    static PersistentRepr event(Object payload, String persistenceId, long sequence, String writer) {
        return PersistentRepr.apply(payload, sequence, persistenceId, "", false, ActorRef.noSender(), writer);
    }

    /** What an entity that enters memory gets to see. */
    final class Replaying {
        private final TestKit actor = new TestKit(system);

        /** Its events; the last is the highest sequence number, or the failure. */
        List<Object> told() {
            var told = new ArrayList<>();
            while (true) {
                switch (actor.receiveOne(SOON)) {
                    case null -> throw new AssertionError("No answer after " + told);
                    case JournalProtocol.ReplayedMessage replayed -> told.add(replayed.persistent());
                    case JournalProtocol.RecoverySuccess success -> {
                        told.add(success.highestSequenceNr());
                        return told;
                    }
                    case JournalProtocol.ReplayMessagesFailure failure -> {
                        told.add(failure.cause());
                        return told;
                    }
                    default -> throw new AssertionError("Not expected");
                }
            }
        }
    }

    Replaying replay(String persistenceId) {
        var replaying = new Replaying();
        journal.tell(
                new JournalProtocol.ReplayMessages(
                        1, Long.MAX_VALUE, Long.MAX_VALUE, persistenceId, replaying.actor.getRef()),
                ActorRef.noSender());
        return replaying;
    }

    /** Waits until the journal has taken in all that it was told before. */
    void awaitHandedOver() {
        if (!replay("nobody").told().equals(List.of(0L))) {
            throw new AssertionError("Nobody wrote");
        }
    }

    @Override
    public void close() {
        TestKit.shutdownActorSystem(system);
    }
}
