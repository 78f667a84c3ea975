package sluice.journal;

import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;
import sluice.node.JournalSystem;

/** What Pekko expects of a journal, of {@code jdbc-journal}. */
@RunWith(JUnitRunner.class)
public class StockJournalTckTest extends JavaJournalSpec {

    public StockJournalTckTest() {
        super(JournalSystem.empty().configWith("jdbc-journal"));
    }

    @Override
    public CapabilityFlag supportsMetadata() {
        return CapabilityFlag.on();
    }
}
