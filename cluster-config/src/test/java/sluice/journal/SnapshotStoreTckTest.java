package sluice.journal;

import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;
import sluice.node.JournalSystem;

/** What Pekko expects of a snapshot store, of the one that a node is configured with. */
@RunWith(JUnitRunner.class)
public class SnapshotStoreTckTest extends JavaSnapshotStoreSpec {

    public SnapshotStoreTckTest() {
        super(JournalSystem.empty().configWith("sluice.journal"));
    }

    @Override
    public CapabilityFlag supportsMetadata() {
        return CapabilityFlag.on();
    }
}
