package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sluice.placement.PlacementRejection.Shortage;
import sluice.stock.StockRejection.InsufficientStock;
import sluice.value.Quantity;
import sluice.value.SkuId;

class SoldOutMarksTest {

    private static final SkuId TEE = new SkuId("tee");
    private static final SkuId HAT = new SkuId("hat");

    private final AtomicLong nanos = new AtomicLong();
    private final SoldOutMarks marks = new SoldOutMarks(nanos::get, Runnable::run);

    @Test
    void aSkuThatRefused_isKnownToBeShortForATenthOfASecond() {
        marks.refused(TEE, shortage(2, 0));
        assertEquals(
                List.of(new Shortage(TEE, Quantity.of(3), Quantity.of(2))),
                marks.shortages(Map.of(TEE, Quantity.of(3))));
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(3))));
    }

    @Test
    void whatIsLeft_canBeAskedFor() {
        marks.refused(TEE, shortage(2, 0));
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(2))));
    }

    @Test
    void aShortageThatMayPass_isNotRemembered() {
        marks.refused(TEE, shortage(2, 1));
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(3))));
    }

    @Test
    void aBasketIsRefusedUnasked_onlyIfEverySkuIsKnownToBeShort() {
        marks.refused(TEE, shortage(0, 0));
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(1), HAT, Quantity.of(1))));
        marks.refused(HAT, shortage(0, 0));
        assertEquals(
                2,
                marks.shortages(Map.of(TEE, Quantity.of(1), HAT, Quantity.of(1)))
                        .size());
    }

    @Test
    void goodsThatComeIn_endTheMark() {
        marks.refused(TEE, shortage(0, 0));
        marks.forget(TEE);
        assertEquals(List.of(), marks.shortages(Map.of(TEE, Quantity.of(1))));
    }

    private static InsufficientStock shortage(long available, long unvouched) {
        return new InsufficientStock(Quantity.of(3), Quantity.of(available), Quantity.of(unvouched));
    }
}
