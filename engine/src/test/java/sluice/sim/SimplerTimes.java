package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** When things happen, made earlier. */
final class SimplerTimes {

    private SimplerTimes() {}

    /** With all that happens at {@code fromMillis} or later earlier by {@code byMillis}, acts and faults. */
    static Life shifted(Life life, long fromMillis, long byMillis) {
        var acts = life.acts().stream()
                .map(act -> act.atMillis() >= fromMillis ? at(act, act.atMillis() - byMillis) : act)
                .toList();
        var faults = new ArrayList<Fault>();
        for (var fault : life.faults()) {
            var at = SimplerFault.atMillis(fault);
            faults.add(at >= fromMillis ? SimplerFault.at(fault, Math.max(0, at - byMillis)) : fault);
        }
        return SimplerLife.with(life, acts, List.copyOf(faults));
    }

    static Act at(Act act, long atMillis) {
        return new Act(act.id(), atMillis, act.node(), act.key(), act.twin(), act.wish());
    }

    /** Times before {@code millis} and not before {@code least}, the earliest first and then the roundest. */
    static LongStream earlier(long millis, long least) {
        return LongStream.concat(LongStream.of(least), Simpler.millis(millis))
                .filter(earlier -> earlier >= least && earlier < millis)
                .distinct();
    }
}
