package sluice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final double NO_JITTER = 0.5;

    @Test
    void attemptsThatTakeNoTime_comeAtTheTimesOfTheSpecification() {
        assertEquals(
                List.of("PT0S", "PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H"),
                times(NO_JITTER).stream().map(Duration::toString).toList());
    }

    private static List<Duration> times(double chance) {
        var times = new ArrayList<Duration>();
        for (Optional<Instant> at = Optional.of(START);
                at.isPresent();
                at = Schedule.STANDARD.next(times.size(), at.get(), Optional.empty(), chance)) {
            times.add(Duration.between(START, at.get()));
        }
        return times;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.75, 0.999999})
    void jitter_movesEveryGapByATenthAtMost(double chance) {
        var plain = times(NO_JITTER);
        var moved = times(chance);
        assertEquals(plain.size(), moved.size());
        for (var i = 1; i < plain.size(); i++) {
            var gap = plain.get(i).minus(plain.get(i - 1)).toMillis();
            var movedGap = moved.get(i).minus(moved.get(i - 1)).toMillis();
            assertTrue(Math.abs(movedGap - gap) <= gap / 10, () -> gap + " became " + movedGap);
            assertTrue(movedGap != gap, () -> gap + " did not move");
        }
    }

    @Test
    void retryAfter_putsAnAttemptOff_andNeverMakesItEarlier() {
        assertEquals(START.plusSeconds(60), next(Duration.ofSeconds(60)));
        assertEquals(START.plusSeconds(5), next(Duration.ofSeconds(1)));
    }

    @Test
    void retryAfter_isHonouredForADayAtMost() {
        assertEquals(START.plus(Duration.ofDays(1)), next(Duration.ofDays(400)));
    }

    private static Instant next(Duration retryAfter) {
        return Schedule.STANDARD
                .next(1, START, Optional.of(retryAfter), NO_JITTER)
                .orElseThrow();
    }

    @Test
    void scheduleWithoutTime_isRefused() {
        var none = List.of(Duration.ZERO);
        assertThrows(IllegalArgumentException.class, () -> new Schedule(none, 0, Duration.ZERO));
        var one = List.of(Duration.ofSeconds(1));
        assertThrows(IllegalArgumentException.class, () -> new Schedule(one, 1, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        120                           | PT2M
        ' 7 '                         | PT7S
        0                             | PT0S
        99999999999999999999          | PT277777H46M39S
        Sun, 01 Mar 2026 12:00:30 GMT | PT30S
        Sun, 01 Mar 2026 11:59:59 GMT | none
        -5                            | none
        1.5                           | none
        soon                          | none
        ''                            | none
        ١٢                            | none
        """)
    void retryAfterHeader_isSecondsOrADate(String header, String wanted) {
        assertEquals(
                wanted, RetryAfter.parse(header, START).map(Duration::toString).orElse("none"));
    }
}
