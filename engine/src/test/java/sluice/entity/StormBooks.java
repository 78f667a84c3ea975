package sluice.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.entity.Outcome.Done;
import sluice.entity.Outcome.Unknown;

/** The journal of a {@link Storm} read from its first row by the rules alone, against which all answers are judged. */
final class StormBooks<C extends Message, E, S, A extends Message, R extends Message> {

    private final Storm<C, E, S, A, R> storm;
    private final Subject<C, E, S, A, R> subject;
    private final Map<String, Integer> marks = new HashMap<>();
    private final Map<String, A> viewByMark = new HashMap<>();
    private final Map<String, A> viewByKey = new HashMap<>();
    private final Set<String> hashes = new HashSet<>();
    private S state;

    StormBooks(Storm<C, E, S, A, R> storm, List<Batch<E>> rows) {
        this.storm = storm;
        this.subject = storm.subject;
        this.state = subject.rules.initial(subject.id);
        hashes.add(subject.hash(state));
        for (var row : rows) {
            for (var entry : row.entries()) {
                entry.events().forEach(event -> apply(event, row));
                var key = entry.origin().key();
                if (key != null) {
                    viewByKey.put(key.hash(), subject.rules.view(state));
                }
            }
            hashes.add(subject.hash(state));
        }
    }

    private void apply(E event, Batch<E> row) {
        state = subject.rules.apply(state, event, row.at());
        subject.marksOf(event).forEach(mark -> {
            marks.merge(mark, 1, Integer::sum);
            if (subject.isVisible(state)) {
                viewByMark.put(mark, subject.rules.view(state));
            }
        });
    }

    boolean isSettled() {
        return subject.isSettled(state);
    }

    void judge() {
        storm.answersByTag.forEach((tag, answers) -> assertEquals(1, answers.size(), () -> tag + " told " + answers));
        marks.forEach((mark, count) -> assertEquals(1, count, () -> mark + " has happened " + count + " times"));
        for (var one : storm.asked) {
            judge(one);
        }
        for (var hash : storm.recoveredHashes) {
            assertTrue(hashes.contains(hash), () -> "started with a state that no rows make: " + hash);
        }
        assertEquals(subject.hash(state), storm.recoveredHashes.getLast());
    }

    private void judge(Storm.Asked<C, A, R> one) {
        var what = one.wanted.command() + " as " + one.origin + ", told " + one.told;
        var done = one.told.stream()
                .filter(Done.class::isInstance)
                .map(told -> (Done<A, R>) told)
                .toList();
        long found = one.wanted.marks().stream().filter(marks::containsKey).count();
        if (!done.isEmpty()) {
            assertEquals(one.wanted.marks().size(), found, what + ": what is done is in the journal");
            judgeAnswers(one, done, what);
        } else if (!one.isInDoubt()) {
            assertTrue(found == 0 || isDoneForAnother(one), what + ": what is not done has no effect");
        } else {
            assertTrue(found == 0 || found == one.wanted.marks().size(), what + ": all of it or nothing");
        }
    }

    private boolean isDoneForAnother(Storm.Asked<C, A, R> one) {
        return storm.asked.stream()
                .filter(other -> other.wanted.marks().equals(one.wanted.marks()))
                .anyMatch(
                        other -> other.told.stream().anyMatch(told -> told instanceof Done || told instanceof Unknown));
    }

    private void judgeAnswers(Storm.Asked<C, A, R> one, List<Done<A, R>> done, String what) {
        var key = one.origin.key();
        if (key != null) {
            assertTrue(!one.wanted.marks().isEmpty(), what + ": the key was another's");
            for (var each : done) {
                assertEquals(viewByKey.get(key.hash()), each.answer(), what + ": the first answer");
            }
            assertTrue(
                    done.stream().skip(1).allMatch(Done::replayed)
                            && done.stream().filter(each -> !each.replayed()).count() <= 1,
                    what + ": only the first is no replay");
        } else if (one.wanted.keyable()) {
            assertEquals(
                    viewByMark.get(one.wanted.marks().getFirst()),
                    done.getFirst().answer(),
                    what);
        }
    }
}
