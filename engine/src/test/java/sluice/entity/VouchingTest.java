package sluice.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static sluice.entity.Lives.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sluice.value.OrderId;

class VouchingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TreeMap<Instant, OrderId> unvouched = new TreeMap<>();
    private final List<List<OrderId>> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private CompletableFuture<Map<OrderId, Boolean>> answer = new CompletableFuture<>();
    private final Vouching<String, Vouching.SetsAside> vouching = new Vouching<>(
            aside -> aside,
            orders -> {
                asked.add(List.copyOf(orders));
                return answer;
            },
            PATIENCE,
            orders -> "vouch " + orders,
            orders -> "abandon " + orders);
    private final Vouching.SetsAside state = new Vouching.SetsAside() {
        @Override
        public Optional<Instant> oldestUnvouched() {
            return Optional.ofNullable(unvouched.firstEntry()).map(Map.Entry::getKey);
        }

        @Override
        public List<OrderId> unvouchedBefore(Instant time) {
            return List.copyOf(unvouched.headMap(time).values());
        }
    };

    @Test
    void nothingUnvouched_needsNoAttention() {
        assertEquals(Optional.empty(), attend(START));
    }

    @Test
    void claimWithinItsPatience_isNotAskedFor_andLookedAtWhenItIsOver() {
        unvouched.put(START, order(1));
        assertEquals(Optional.of(PATIENCE.minusSeconds(5).plusMillis(1)), attend(START.plusSeconds(5)));
        assertEquals(List.of(), asked);
    }

    @Test
    void claimPastItsPatience_isAskedForOnce_whileTheAnswerMayBeOnItsWay() {
        unvouched.put(START, order(1));
        unvouched.put(START.plusSeconds(20), order(2));
        var late = START.plus(PATIENCE).plusMillis(1);
        attend(late);
        attend(late.plusSeconds(14));
        assertEquals(List.of(List.of(order(1))), asked);
    }

    @Test
    void orderThatExists_isVouchedFor_andOneThatNeverWillIsAbandoned() {
        unvouched.put(START, order(1));
        unvouched.put(START.plusMillis(1), order(2));
        unvouched.put(START.plusMillis(2), order(3));
        attend(START.plus(PATIENCE).plusMillis(3));
        answer.complete(Map.of(order(1), true, order(2), false));
        assertEquals(List.of("vouch " + List.of(order(1)), "abandon " + List.of(order(2))), told);
    }

    @Test
    void orderOfWhichNobodyCouldTell_isAskedForAgain_afterAnotherPatience() {
        unvouched.put(START, order(1));
        var first = START.plus(PATIENCE).plusMillis(1);
        attend(first);
        answer.complete(Map.of());
        answer = new CompletableFuture<>();
        assertEquals(List.of(), told);
        assertEquals(Optional.of(PATIENCE.plusMillis(1)), attend(first.plusNanos(0)));
        attend(first.plus(PATIENCE));
        assertEquals(List.of(List.of(order(1)), List.of(order(1))), asked);
    }

    @Test
    void claimJustAsOldAsPatience_isNotForgottenForAnotherPatience() {
        unvouched.put(START, order(1));
        assertEquals(Optional.of(Duration.ofMillis(1)), attend(START.plus(PATIENCE)));
        attend(START.plus(PATIENCE).plusMillis(1));
        assertEquals(List.of(List.of(order(1))), asked);
    }

    private Optional<Duration> attend(Instant now) {
        return vouching.attend(state, now, told::add);
    }
}
