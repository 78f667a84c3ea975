package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.placement.PlacementRejection.Shortage;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.value.Quantity;
import sluice.value.SkuId;

class SoldOutMarksTest {

    private static final SkuId TEE = new SkuId("tee");
    private static final SkuId HAT = new SkuId("hat");

    private static final Instant ASKED = Instant.parse("2026-01-01T00:00:00Z");

    private final SoldOutMarks marks = new SoldOutMarks(() -> 0, Runnable::run);

    @Test
    void aSkuThatRefused_isKnownToBeShortForATenthOfASecond() {
        marks.refused(TEE, shortage(2, 0), ASKED);
        assertEquals(
                List.of(new Shortage(TEE, Quantity.of(3), Quantity.of(2))),
                marks.shortages(Map.of(TEE, Quantity.of(3)), ASKED));
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(3)), ASKED.plusMillis(100)));
    }

    @Test
    void aRefusalThatWaitedToBeHeard_isNoNews() {
        var heard = ASKED.plusSeconds(3); // the node stood still meanwhile
        marks.refused(TEE, shortage(2, 0), ASKED);
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(3)), heard));
    }

    @Test
    void whatIsLeft_canBeAskedFor() {
        marks.refused(TEE, shortage(2, 0), ASKED);
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(2)), ASKED));
    }

    @Test
    void aShortageThatMayPass_isNotRemembered() {
        marks.refused(TEE, shortage(2, 1), ASKED);
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(3)), ASKED));
    }

    @Test
    void aBasketIsRefusedUnasked_onlyIfEverySkuIsKnownToBeShort() {
        marks.refused(TEE, shortage(0, 0), ASKED);
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(1), HAT, Quantity.of(1)), ASKED));
        marks.refused(HAT, shortage(0, 0), ASKED);
        assertEquals(
                2,
                marks.shortages(Map.of(TEE, Quantity.of(1), HAT, Quantity.of(1)), ASKED)
                        .size());
    }

    @Test
    void goodsThatComeIn_endTheMark() {
        marks.refused(TEE, shortage(0, 0), ASKED);
        marks.forget(TEE);
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(1)), ASKED));
    }

    private static InsufficientStock shortage(long available, long unvouched) {
        return new InsufficientStock(Quantity.of(3), Quantity.of(available), Quantity.of(unvouched));
    }
}
