package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private final Pace pace = new Pace(150); // three in a tick of 20 ms
    private int passed;

    private void come(int count) {
        IntStream.range(0, count).forEach(each -> {
            var unused = pace.turn().thenAccept(now -> passed++);
        });
    }

    @Test
    void asManyAsAllowed_passAtOnce() {
        come(3);
        assertEquals(3, passed);
    }

    @Test
    void more_waitForTheirTurn_soManyInEveryTick() {
        come(8);
        assertEquals(3, passed);
        pace.tick();
        assertEquals(6, passed);
        pace.tick();
        assertEquals(8, passed);
    }

    @Test
    void whoWaits_goesFirst() {
        come(5);
        pace.tick();
        assertEquals(5, passed);
        come(2);
        assertEquals(6, passed, "two of the tick's three turns went to those who waited");
    }

    @Test
    void turnsThatNobodyTook_areGone() {
        pace.tick();
        pace.tick();
        come(6);
        assertEquals(3, passed);
    }
}
