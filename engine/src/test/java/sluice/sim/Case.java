package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** One life before its judge: the books of it, and what was found. */
final class Case {

    final Life life;
    final Books books = new Books();
    final List<Violation> violations = new ArrayList<>();
    private final LongSupplier nowMicros;

    Case(Life life, LongSupplier nowMicros) {
        this.life = life;
        this.nowMicros = nowMicros;
    }

    long nowMicros() {
        return nowMicros.getAsLong();
    }
}
