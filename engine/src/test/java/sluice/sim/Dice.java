package sluice.sim;

/** Chance that depends on the seed and on how often each kind of dice was thrown, and on nothing else. */
@SuppressWarnings("EnumOrdinal") // of numbers that do not outlive the run
final class Dice {

    /** Each kind has a sequence of its own: a life with an act less is still much the same life. */
    enum Kind {
        LATENCY,
        STATEMENT,
        FATE,
        PLACEMENT,
        ID,
        CLIENT
    }

    private final long seed;
    private final long[] thrown = new long[Kind.values().length];

    Dice(long seed) {
        this.seed = seed;
    }

    /** From 0 up to below {@code bound}. */
    long below(Kind kind, long bound) {
        return Math.floorMod(mix(seed ^ mix(kind.ordinal() + 1, thrown[kind.ordinal()]++), 0), bound);
    }

    /** Between {@code low} and {@code high}, both included. */
    long between(Kind kind, long low, long high) {
        return low + below(kind, high - low + 1);
    }

    boolean oneIn(Kind kind, int many) {
        return below(kind, many) == 0;
    }

    /** Always the same for these two numbers and this seed. */
    int fixed(long one, int bound) {
        return (int) Math.floorMod(mix(seed, one), (long) bound);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). */
    private static long mix(long one, long other) {
        long z = one + (other + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
