package sluice.entity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** An immutable row of longs that is written as one binary string, eight bytes each, high byte first. */
public final class PackedLongs {

    private final byte[] bytes;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    PackedLongs(byte[] bytes) {
        if (bytes.length % Long.BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole number of longs");
        }
        this.bytes = bytes.clone();
    }

    private PackedLongs(int count) {
        bytes = new byte[Math.multiplyExact(count, Long.BYTES)];
    }

    /** The {@code count} longs that {@code writer} puts. */
    public static PackedLongs of(int count, Consumer<LongBuffer> writer) {
        var packed = new PackedLongs(count);
        var buffer = ByteBuffer.wrap(packed.bytes).asLongBuffer();
        writer.accept(buffer);
        if (buffer.hasRemaining()) {
            throw new IllegalStateException(buffer.remaining() + " of " + count + " longs were not written");
        }
        return packed;
    }

    /** The longs, to be read from the first. */
    public LongBuffer read() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer().asLongBuffer();
    }

    @JsonValue
    byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedLongs packed && Arrays.equals(bytes, packed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length / Long.BYTES + " longs";
    }
}
