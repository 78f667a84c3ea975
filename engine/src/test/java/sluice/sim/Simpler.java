package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Simpler numbers and shorter lists, the simplest first. */
final class Simpler {

    private Simpler() {}

    /** Those that are nearer to {@code least}. */
    static LongStream number(long number, long least) {
        return LongStream.of(least, least + (number - least) / 2, number - 1)
                .filter(simpler -> simpler >= least && simpler < number)
                .distinct();
    }

    /** Shorter and rounder ones: 1, 2, 5, 10, 20 and so on, then those with fewer digits that count, then half. */
    static LongStream millis(long millis) {
        var powers = LongStream.iterate(1, power -> power < millis, power -> power * 10)
                .boxed()
                .toList();
        var steps = powers.stream().flatMapToLong(power -> LongStream.of(power, 2 * power, 5 * power));
        var rounded = powers.reversed().stream().mapToLong(power -> millis - millis % power);
        return LongStream.concat(LongStream.concat(steps, rounded), LongStream.of(millis / 2))
                .filter(simpler -> simpler > 0 && simpler < millis && isRounder(simpler, millis))
                .distinct();
    }

    /** Whether it is as round at least: else shorter and rounder would take turns for long. */
    private static boolean isRounder(long simpler, long millis) {
        return zeros(simpler) >= zeros(millis)
                || Long.toString(simpler).length() < Long.toString(millis).length();
    }

    private static int zeros(long number) {
        int zeros = 0;
        for (long left = number; left > 0 && left % 10 == 0; left /= 10) {
            zeros++;
        }
        return zeros;
    }

    /** All that lack one element. */
    static <T> Stream<List<T>> shorter(List<T> list) {
        return IntStream.range(0, list.size()).mapToObj(index -> {
            var shorter = new ArrayList<>(list);
            shorter.remove(index);
            return List.copyOf(shorter);
        });
    }

    static <T> List<T> with(List<T> list, int index, T element) {
        var changed = new ArrayList<>(list);
        changed.set(index, element);
        return List.copyOf(changed);
    }
}
