package sluice.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.order.Channel;
import sluice.order.OrderStatus;
import sluice.value.AccountId;
import sluice.value.SkuId;

class CursorsTest {

    private static final List<String> LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ "
            .chars()
            .mapToObj(Character::toString)
            .toList();
    private static final SkuFilter FILTER = new SkuFilter("tee");

    private final Cursors cursors = new Cursors(new byte[32]);
    private final Cursor cursor = Cursor.behind("tee é/日 1", FILTER);

    @Test
    void aCursor_isReadAsItWasWritten_byEveryHolderOfTheKey() {
        var text = cursors.write(cursor);
        assertTrue(text.matches("[A-Za-z0-9_-]+"), text);
        assertEquals(Optional.of(cursor), new Cursors(new byte[32]).read(text));
        assertTrue(cursor.continues(new SkuFilter("tee")));
    }

    @Test
    void anyOtherLetter_anyCutAndAnyAddition_isNoCursor() {
        var text = cursors.write(cursor);
        for (int at = 0; at < text.length(); at++) {
            for (var letter : LETTERS) {
                if (!text.startsWith(letter, at)) {
                    var altered = text.substring(0, at) + letter + text.substring(at + 1);
                    assertEquals(Optional.empty(), cursors.read(altered), altered);
                }
            }
            assertEquals(Optional.empty(), cursors.read(text.substring(0, at)));
            assertEquals(Optional.empty(), cursors.read(text.substring(at + 1)));
        }
        for (var letter : LETTERS) {
            assertEquals(Optional.empty(), cursors.read(text + letter));
        }
    }

    @Test
    void aCursorOfAnotherInstallation_isNone() {
        var otherKey = new byte[32];
        otherKey[31] = 1;
        assertEquals(Optional.empty(), new Cursors(otherKey).read(cursors.write(cursor)));
    }

    @Test
    void aCursor_continuesItsOwnListAndFilterAlone() {
        assertFalse(cursor.continues(new SkuFilter("te")));
        assertFalse(cursor.continues(new SkuFilter(null)));
        assertFalse(cursor.continues(new AccountFilter(null, "tee", null, null)));
        assertNotEquals(new SkuFilter(null).fingerprint(), new SkuFilter("null").fingerprint());
    }

    @Test
    void filters_haveTheirOwnFingerprints_partByPart() {
        var time = Instant.EPOCH;
        var filters = List.of(
                OrderFilter.ALL,
                new OrderFilter(OrderStatus.SHIPPED, null, null, null, null, null, null, null, null),
                new OrderFilter(null, new AccountId("a"), null, null, null, null, null, null, null),
                new OrderFilter(null, null, Channel.API, null, null, null, null, null, null),
                new OrderFilter(null, null, null, new SkuId("a"), null, null, null, null, null),
                new OrderFilter(null, null, null, null, "a", null, null, null, null),
                new OrderFilter(null, null, null, null, null, "a", null, null, null),
                new OrderFilter(null, null, null, null, null, null, time, null, null),
                new OrderFilter(null, null, null, null, null, null, null, time, null));
        assertEquals(
                filters.size(),
                filters.stream().map(Filter::fingerprint).distinct().count());
    }
}
