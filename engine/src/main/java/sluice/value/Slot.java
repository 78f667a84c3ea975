package sluice.value;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/**
 * One of 1,024 fixed parts of the key space. Orders, references and entities belong to one for ever, so the function from
 * name to slot (CRC-32C, RFC 3720 appendix B.4, of the name's UTF-8 bytes, modulo 1,024) must never change.
 */
public record Slot(int number) {

    public static final int COUNT = 1024;

    public Slot {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("slot must be 0 to " + (COUNT - 1) + ", was " + number);
        }
    }

    public static Slot of(String name) {
        var crc = new CRC32C();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return new Slot((int) (crc.getValue() % COUNT));
    }

    public static Slot random() {
        return new Slot(ThreadLocalRandom.current().nextInt(COUNT));
    }
}
