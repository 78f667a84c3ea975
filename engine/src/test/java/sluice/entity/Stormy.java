package sluice.entity;

import com.typesafe.config.ConfigFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;

/** An actor system over a journal and snapshots that go wrong as {@link Faults} say. */
final class Stormy implements AutoCloseable {

    private static final long EVENTS_BETWEEN_SNAPSHOTS = 7;

    final ActorTestKit kit;
    final PersistenceTestKit journal;

    /** @param snapshotIsOptional whether an entity whose snapshot cannot be loaded starts from its rows */
    Stormy(boolean snapshotIsOptional) {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
            pekko.loglevel = ERROR
            pekko.persistence.testkit.journal {
              class = sluice.entity.FaultyJournal
              replay-filter.mode = fail
              circuit-breaker.reset-timeout = 20ms
            }
            pekko.persistence.testkit.snapshotstore.pluginid {
              snapshot-is-optional = %s
              circuit-breaker.reset-timeout = 20ms
            }
            """.formatted(snapshotIsOptional))
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
        journal = PersistenceTestKit.create(kit.system()).withPolicy(Faults.JOURNAL_POLICY);
        var unused = SnapshotTestKit.create(kit.system()).withPolicy(Faults.SNAPSHOT_POLICY);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    /** The same rules, but with snapshots so often that a storm sees some. */
    @SuppressWarnings("unchecked")
    static <C extends Message, E, S, A extends Message, R extends Message> EntityRules<C, E, S, A, R> withSnapshots(
            EntityRules<C, E, S, A, R> rules) {
        return (EntityRules<C, E, S, A, R>) Proxy.newProxyInstance(
                Stormy.class.getClassLoader(), new Class<?>[] {EntityRules.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("eventsBetweenSnapshots")) {
                        return EVENTS_BETWEEN_SNAPSHOTS;
                    }
                    try {
                        return method.invoke(rules, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
