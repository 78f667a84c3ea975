package sluice.sim;

import java.util.List;
import java.util.SplittableRandom;

/** What is left to chance, from a seed: the same on every machine. */
final class LifeDice {

    private final SplittableRandom random;

    LifeDice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Whether something happens that happens so many times in a hundred. */
    boolean percent(int times) {
        return random.nextInt(100) < times;
    }

    /** Both bounds are possible. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    <T> T pick(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }

    @SafeVarargs
    final <T> T pick(T... among) {
        return among[random.nextInt(among.length)];
    }

    /** An index into {@code weights}, each as often as its weight says. */
    int weighted(int... weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int left = random.nextInt(sum);
        int index = 0;
        while (left >= weights[index]) {
            left -= weights[index];
            index++;
        }
        return index;
    }

    /** Each order of magnitude is as likely as another. */
    long logUniform(long least, long most) {
        // StrictMath, since Math may differ in the last bit between machines.
        double ratio = StrictMath.log((double) most / least);
        return Math.min(most, (long) (least * StrictMath.exp(random.nextDouble() * ratio)));
    }
}
