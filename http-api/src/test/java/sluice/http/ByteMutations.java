package sluice.http;

import static sluice.http.Mutation.any;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes to the bytes of a body, without regard to what they mean. */
final class ByteMutations {

    static final List<Mutation> ALL = List.of(
            bytes("a bit flipped", ByteMutations::flip),
            bytes("a byte replaced", (body, random) -> splice(body, at(body, random), 1, anything(1, random))),
            bytes(
                    "bytes deleted",
                    (body, random) -> splice(body, at(body, random), 1 + random.nextInt(8), new byte[0])),
            bytes("bytes inserted", (body, random) -> splice(body, at(body, random), 0, anything(8, random))),
            bytes("a token inserted", (body, random) -> splice(body, at(body, random), 0, token(random))),
            bytes("the end cut off", (body, random) -> splice(body, at(body, random), body.length, new byte[0])),
            bytes("a slice doubled", ByteMutations::doubled));

    private static final List<String> TOKENS = List.of(
            "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "-", "0", "e9", ".", "\\u0000", "\\ud800", "\u0000", "\n",
            "\ufeff", "e\u0301", "//", "/**/", "'", "\u00ff");

    private ByteMutations() {}

    private interface Bytes {
        byte[] change(byte[] body, Random random);
    }

    /** A change to any bytes of a whole request. */
    static byte[] anywhere(byte[] request, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> flip(request, random);
            case 1 -> splice(request, at(request, random), random.nextInt(3), anything(2, random));
            default -> splice(request, at(request, random), 1 + random.nextInt(20), new byte[0]);
        };
    }

    private static Mutation bytes(String name, Bytes change) {
        return new Mutation(name, (draft, random) -> {
            var body = draft.wire().body();
            for (int times = 1 + random.nextInt(3); times > 0 && body.length > 0; times--) {
                body = change.change(body, random);
            }
            return draft.wire().withBody(body);
        });
    }

    private static byte[] flip(byte[] body, Random random) {
        var flipped = body.clone();
        flipped[at(body, random)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] doubled(byte[] body, Random random) {
        int from = at(body, random);
        int to = from + 1 + random.nextInt(body.length - from);
        return splice(body, to, 0, Arrays.copyOfRange(body, from, to));
    }

    private static byte[] anything(int max, Random random) {
        var bytes = new byte[1 + random.nextInt(max)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] token(Random random) {
        return any(TOKENS, random).getBytes(StandardCharsets.UTF_8);
    }

    private static int at(byte[] body, Random random) {
        return random.nextInt(body.length);
    }

    /** With {@code bytes} in place of {@code removed} of the bytes from {@code from} on. */
    private static byte[] splice(byte[] body, int from, int removed, byte[] bytes) {
        var changed = new ByteArrayOutputStream();
        changed.write(body, 0, from);
        changed.writeBytes(bytes);
        int rest = Math.min(body.length, from + removed);
        changed.write(body, rest, body.length - rest);
        return changed.toByteArray();
    }
}
