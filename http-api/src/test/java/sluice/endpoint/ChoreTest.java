package sluice.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ChoreTest {

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private int done;

    @Test
    void chore_thatIsDueWhileItLasts_isNotBegunOnceMore() {
        var chore = new Chore(threads::add, () -> done++);
        chore.due();
        chore.due();
        assertEquals(1, threads.size());
        threads.remove().run();
        chore.due();
        threads.remove().run();
        assertEquals(2, done);
    }

    @Test
    void chore_thatFails_isDoneAgain() {
        var chore = new Chore(threads::add, () -> {
            done++;
            throw new IllegalStateException("no database");
        });
        chore.due();
        threads.remove().run();
        chore.due();
        threads.remove().run();
        assertEquals(2, done);
    }
}
