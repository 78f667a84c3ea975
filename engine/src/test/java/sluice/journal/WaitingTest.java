package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private final Waiting waiting = new Waiting();

    @Test
    void idleJournal_hasNoLag() {
        observe(at(7), at(7), 0);
        observe(at(7), at(7), 60);
        assertEquals(Duration.ZERO, lag(120));
    }

    @Test
    void lag_isTheAgeOfTheOldestRowsUnread_notOfTheLatest() {
        observe(at(1), at(2), 10);
        observe(at(1), at(9), 20);
        assertEquals(Duration.ofSeconds(15), lag(25));
        observe(at(5), at(9), 26); // the rows up to 2 are read, those up to 9 are not
        assertEquals(Duration.ofSeconds(7), lag(27));
        observe(at(9), at(9), 30);
        assertEquals(Duration.ZERO, lag(31));
    }

    @Test
    void readerThatStaysBehindAWriterThatNeverStops_keepsItsLag() {
        for (int second = 0; second < 100; second++) {
            observe(at(Math.max(0, second - 30)), at(second), second);
        }
        assertEquals(Duration.ofSeconds(29), lag(99));
    }

    private void observe(TailOffset read, TailOffset end, long second) {
        waiting.observe(read, end, Duration.ofSeconds(second).toNanos());
    }

    private Duration lag(long second) {
        return waiting.lag(Duration.ofSeconds(second).toNanos());
    }

    private static TailOffset at(long xact) {
        return new TailOffset(xact, 1);
    }
}
