package sluice.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import sluice.entity.Present.Nudge;

class PresentTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final int PLENTY = 1_000;

    private final Present present = new Present(Duration.ZERO);

    @Test
    void entity_isFound_untilItLeaves() {
        var entity = TestInbox.<EntityMessage>create();
        var place = present.add("a", entity.getRef());
        assertEquals(entity.getRef(), present.find("a"));
        present.remove("a", place);
        assertNull(present.find("a"));
    }

    @Test
    void entityThatLeavesLate_doesNotStrikeItsSuccessor() {
        var before = present.add("a", TestInbox.<EntityMessage>create().getRef());
        var after = TestInbox.<EntityMessage>create();
        present.add("a", after.getRef());
        present.remove("a", before);
        assertEquals(after.getRef(), present.find("a"));
    }

    @Test
    void idleEntities_areToldToLeave_andOthersAreNot() {
        var idle = TestInbox.<EntityMessage>create();
        present.add("a", idle.getRef());
        present.sweep(AN_HOUR, PLENTY);
        assertEquals(List.of(), idle.getAllReceived());
        present.sweep(Duration.ZERO, PLENTY);
        assertEquals(List.of(Nudge.QUIET), idle.getAllReceived());
    }

    @Test
    void beyondTheLimit_thoseUsedLongestAgo_areToldToLeave() {
        var first = TestInbox.<EntityMessage>create();
        var second = TestInbox.<EntityMessage>create();
        var third = TestInbox.<EntityMessage>create();
        var usedAgain = present.add("a", first.getRef());
        present.add("b", second.getRef());
        present.add("c", third.getRef());
        usedAgain.used(false);
        present.sweep(AN_HOUR, 3);
        assertEquals(List.of(), second.getAllReceived());
        present.sweep(AN_HOUR, 2);
        assertEquals(
                List.of(List.of(), List.of(Nudge.QUIET), List.of()),
                List.of(first.getAllReceived(), second.getAllReceived(), third.getAllReceived()));
    }

    @Test
    void entityThatPutSomethingOff_isToldOfAPause_notToLeave() {
        var entity = TestInbox.<EntityMessage>create();
        present.add("a", entity.getRef()).used(true);
        present.sweep(Duration.ZERO, PLENTY);
        assertEquals(List.of(Nudge.PAUSE), entity.getAllReceived());
    }
}
