package sluice.journal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import sluice.entity.EntityKind;

/**
 * Finds the few rows of a kind that hold certain events among the many that hold others, in the database. CBOR writes an event's name as
 * one byte of length and the letters, after the property {@code t} likewise (RFC 8949, section 3.1): a row without these
 * bytes holds no such event. One that has them by chance comes, too.
 */
public final class EventMark {

    private static final int SHORT_TEXT = 0x60; // and the length, up to 23

    private EventMark() {}

    /** As {@link TailModel#wanted}: the rows of {@code kind} that may hold an event of one of these wire names. */
    public static String wanted(EntityKind kind, List<String> names) {
        return names.stream()
                .map(name -> "position(decode('%s', 'hex') in event_payload) > 0".formatted(cbor("t") + cbor(name)))
                .collect(Collectors.joining(" or ", "(persistence_id like '" + kind.prefix() + "|%' and (", "))"));
    }

    private static String cbor(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().toHexDigits((byte) (SHORT_TEXT + bytes.length))
                + HexFormat.of().formatHex(bytes);
    }
}
