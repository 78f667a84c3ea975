package sluice.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final List<String> begun = new ArrayList<>();
    private final Places places = new Places(8);

    private void take(String endpoint, boolean isHealthy, int times) {
        IntStream.range(0, times).forEach(time -> places.take(endpoint, isHealthy, () -> begun.add(endpoint)));
    }

    @Test
    void sickEndpoints_takeHalfOfThePlaces_andHealthyOnesFindTheOther() {
        take("hanging", false, 100);
        assertEquals(4, begun.size());
        take("healthy", true, 4);
        assertEquals(4, begun.stream().filter("healthy"::equals).count());
        assertEquals(8, places.taken());
    }

    @Test
    void healthyEndpoints_leaveSomePlacesToTheSick() {
        take("busy", true, 100);
        assertEquals(7, begun.size());
        take("sick", false, 1);
        assertEquals("sick", begun.getLast());
    }

    @Test
    void endpointsThatWait_takeTurns() {
        take("one", true, 20);
        take("two", true, 20);
        begun.clear();
        IntStream.range(0, 6).forEach(time -> places.leave(true));
        assertEquals(List.of("one", "two", "one", "two", "one", "two"), begun);
    }

    @Test
    void attemptThatCannotBegin_keepsNoOtherFromBeginning() {
        take("full", true, 7);
        places.take("broken", true, () -> {
            throw new IllegalStateException("broken");
        });
        take("next", true, 1);
        places.leave(true);
        places.leave(true);
        assertEquals("next", begun.getLast());
    }

    @Test
    void attemptsThatEndAsTheyBegin_areMadeOneAfterTheOther() {
        take("hanging", false, 4);
        IntStream.range(0, 100_000)
                .forEach(time -> places.take("refused", false, () -> {
                    begun.add("refused");
                    places.leave(false);
                }));
        assertEquals(4, begun.size());
        places.leave(false);
        assertEquals(100_004, begun.size());
        assertEquals(3, places.taken());
    }
}
