package sluice.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.entity.EntityKind;

/** Which node has which shard, as those nodes see it that share this object. */
@SuppressWarnings("EnumOrdinal") // of numbers that do not outlive the run
final class Shards {

    /** As in production. */
    private static final int SLOTS_EACH = 8;

    private static final int EACH_KIND = 1_024 / SLOTS_EACH;
    static final int TAIL = 4 * EACH_KIND;

    private final byte[] owners;
    private final Map<Integer, Move> moves = new HashMap<>();

    /** Each shard starts at one of {@code nodes} nodes. */
    Shards(Dice dice, int nodes) {
        owners = new byte[TAIL + 1];
        for (int shard = 0; shard < owners.length; shard++) {
            owners[shard] = (byte) dice.fixed(shard, nodes);
        }
    }

    private Shards(byte[] owners) {
        this.owners = owners;
    }

    /** What those see who stay, while those who are gone see this. */
    Shards copy() {
        var copy = new Shards(Arrays.copyOf(owners, owners.length));
        copy.moves.putAll(moves);
        return copy;
    }

    static int of(EntityKind kind, int slot) {
        return kind.ordinal() * EACH_KIND + slot / SLOTS_EACH;
    }

    static int ofDesk(int slot) {
        return 3 * EACH_KIND + slot / SLOTS_EACH;
    }

    int count() {
        return owners.length;
    }

    int owner(int shard) {
        return owners[shard];
    }

    void give(int shard, int node) {
        owners[shard] = (byte) node;
    }

    /** The move of the shard that is under way, if there is one. */
    @Nullable
    Move moveOf(int shard) {
        var move = moves.get(shard);
        return move == null || move.over ? null : move;
    }

    /** Moves, by shard. */
    Map<Integer, Move> moves() {
        return moves;
    }

    /** A shard that is being handed over: what is sent to it waits. */
    static final class Move {
        final int from;
        final int to;
        final List<Runnable> waiting = new ArrayList<>();
        boolean over;

        Move(int from, int to) {
            this.from = from;
            this.to = to;
        }
    }
}
