package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.node.JournalSystem;

/** The connection is lost while a statement is under way: what became of its rows is found out, or told as unknown. */
class LostConnectionTest {

    private final JournalSystem.Database database = JournalSystem.empty();
    private final LossyProxy proxy = new LossyProxy(database.port());
    private WrittenJournal journal = new WrittenJournal(database.configThrough(proxy.port()));

    LostConnectionTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        journal.close();
        proxy.close();
    }

    private WrittenJournal.Writing writeMarked() {
        return journal.write(List.of(WrittenJournal.event("marked", "s|1", 1, "w")));
    }

    @Test
    void answerLostAfterTheCommit_isASuccess_andTheRowStandsOnce() throws IOException {
        proxy.lose(LossyProxy.Loss.ANSWER, "marked");
        var writing = writeMarked();
        var committed = database.askOnce("select xact from event_journal");
        proxy.cut();
        assertEquals(List.of("written"), writing.told());
        assertEquals(committed, database.ask("select string_agg(xact::text, ' ') from event_journal"));
        assertEquals(List.of("written"), journal.write("s|1", 2, "w").told());
    }

    @Test
    void requestLostOnItsWay_isRepeated() {
        proxy.lose(LossyProxy.Loss.REQUEST, "marked");
        assertEquals(List.of("written"), writeMarked().told());
        assertEquals("1", database.ask("select count(*) from event_journal"));
    }

    @Test
    void statementThatStillRuns_isWaitedFor_onItsKey() throws IOException, SQLException {
        proxy.lose(LossyProxy.Loss.ANSWER, "marked");
        WrittenJournal.Writing writing;
        try (var holding = database.connect()) {
            holding.setAutoCommit(false);
            ScratchJournal.append(holding, "s|1", 1);
            writing = writeMarked();
            awaitBlocked("1");
            proxy.cut();
            awaitBlocked("2");
            holding.rollback();
        }
        assertEquals(List.of("written"), writing.told());
        assertEquals("w", database.ask("select string_agg(writer, ' ') from event_journal"));
    }

    @Test
    void statementThatStillRuns_butLosesItsKeyToAnotherOwner_isRejected() throws IOException, SQLException {
        proxy.lose(LossyProxy.Loss.ANSWER, "marked");
        WrittenJournal.Writing writing;
        try (var holding = database.connect()) {
            holding.setAutoCommit(false);
            ScratchJournal.append(holding, "s|1", 1, "other");
            writing = writeMarked();
            awaitBlocked("1");
            proxy.cut();
            awaitBlocked("2");
            holding.commit();
        }
        assertInstanceOf(WrittenJournal.Rejected.class, writing.told().getFirst());
        assertEquals("other", database.ask("select string_agg(writer, ' ') from event_journal"));
    }

    @Test
    void lossWithoutAnEnd_isToldAsUnknown_neverAsRejected() throws IOException {
        journal.close();
        journal = new WrittenJournal(database.configThrough(proxy.port()), Map.of("patience", "1s"));
        proxy.lose(LossyProxy.Loss.ANSWER, "marked");
        var writing = writeMarked();
        database.askOnce("select xact from event_journal");
        proxy.close();
        assertInstanceOf(WrittenJournal.Failed.class, writing.told().getFirst());
    }

    private void awaitBlocked(String statements) {
        Awaitility.await()
                .until(() -> statements.equals(database.ask("select count(*) from pg_locks where not granted")));
    }
}
