package sluice.entity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import scala.collection.immutable.List$;

/**
 * What one entity in memory tells Pekko's journal and snapshot store. It speaks the protocol that Pekko's own persistent actors speak to a
 * plugin, so that any plugin will do; {@link EntityFront} hears the answers. Pekko calls that protocol its own and may change it: this
 * class and the front's reading of the answers are all that would have to follow. Why it is worth that, see
 * {@code engine/docs/decisions/one-shell-for-every-entity.md}.
 */
final class JournalLink {

    /** Tells this process from all others, in front of each writer. */
    private static final String PROCESS = random();

    private static final AtomicInteger LAST = new AtomicInteger();

    private final String persistenceId;
    private final ActorRef journal;
    private final ActorRef snapshots;
    private final ActorRef self;
    private final int number = LAST.incrementAndGet();
    private final String writer = PROCESS + Integer.toString(number, Character.MAX_RADIX);

    /** @param self is told what became of writes and snapshots */
    JournalLink(String persistenceId, ActorSystem<?> system, ActorRef self) {
        var persistence = Persistence.get(Adapter.toClassic(system));
        this.persistenceId = persistenceId;
        this.journal = persistence.journalFor("", persistence.journalFor$default$2());
        this.snapshots = persistence.snapshotStoreFor("", persistence.snapshotStoreFor$default$2());
        this.self = self;
    }

    private static String random() {
        var bytes = new byte[9];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes) + '.';
    }

    /** Whether an answer that names {@code instance} is to a write of this link, and not of one before it. */
    boolean isOwn(int instance) {
        return instance == number;
    }

    /** Asks for {@code row} to be written as the entity's row {@code sequence}. */
    void write(long sequence, Object row) {
        var written = PersistentRepr.apply(row, sequence, persistenceId, "", false, ActorRef.noSender(), writer);
        journal.tell(
                new JournalProtocol.WriteMessages(
                        List$.MODULE$.<PersistentEnvelope>empty().$colon$colon(AtomicWrite.apply(written)),
                        self,
                        number),
                self);
    }

    /** Asks for {@code snapshot}, of the entity after its row {@code sequence}, to be kept. */
    void save(long sequence, Object snapshot, long atMillis) {
        snapshots.tell(
                new SnapshotProtocol.SaveSnapshot(new SnapshotMetadata(persistenceId, sequence, atMillis), snapshot),
                self);
    }
}
