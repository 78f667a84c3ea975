package sluice.journal;

import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;
import sluice.node.JournalSystem;

/** What Pekko expects of a journal, of {@code sluice.journal}. */
@RunWith(JUnitRunner.class)
public class GroupCommitJournalTckTest extends JavaJournalSpec {

    public GroupCommitJournalTckTest() {
        super(JournalSystem.empty().configWith("sluice.journal"));
    }

    @Override
    public CapabilityFlag supportsMetadata() {
        return CapabilityFlag.on();
    }
}
