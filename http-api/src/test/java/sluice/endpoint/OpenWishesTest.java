package sluice.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenWishesTest {

    private final OpenWishes wishes = new OpenWishes();
    private final Wish first = wish(1, Wish.Kind.TEST);
    private final Wish replay = wish(2, Wish.Kind.REPLAY);
    private final Wish second = wish(5, Wish.Kind.TEST);

    private static Wish wish(long number, Wish.Kind kind) {
        var eventId = kind == Wish.Kind.TEST ? "test_" + number : null;
        return new Wish(number, kind, 1, eventId, Instant.EPOCH);
    }

    private void carryOutAll() {
        wishes.add(List.of(first, replay, second));
        for (int wish = 0; wish < 3; wish++) {
            assertTrue(wishes.next().isPresent());
        }
    }

    @Test
    void wishesBehindATest_areNotSettledBeforeItHasEnded() {
        carryOutAll();
        assertEquals(0, wishes.settled());
        wishes.testing(10, "test_1");
        wishes.attempted(10);
        assertEquals(4, wishes.settled());
        wishes.testing(11, "test_5");
        wishes.attempted(11);
        assertEquals(5, wishes.settled());
        assertTrue(wishes.areNone());
    }

    @Test
    void testsThatWereNotAttempted_areCarriedOutAgain_andNothingElse() {
        carryOutAll();
        wishes.again();
        assertEquals(0, wishes.settled());
        wishes.add(List.of(first, replay, second)); // as the table still has them
        assertEquals(Optional.of(first), wishes.next());
        assertEquals(Optional.of(second), wishes.next());
        assertEquals(Optional.empty(), wishes.next());
        wishes.testing(1, "test_1");
        wishes.testing(2, "test_5");
        wishes.attempted(2);
        assertEquals(0, wishes.settled());
        wishes.attempted(1);
        assertEquals(5, wishes.settled());
    }
}
