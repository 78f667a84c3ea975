package sluice.sim;

import java.util.HashMap;
import java.util.Map;
import sluice.entity.Outcome;

final class RetryGetsFirstAnswer extends Check {

    private final Map<String, Object> first = new HashMap<>();

    RetryGetsFirstAnswer(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "All who are told that it is done, under one key or one external id, are told the same.";
    }

    @Override
    public void answered(Attempt attempt) {
        var sent = books.sent(attempt.requestId());
        if (sent == null
                || attempt.act.isRead()
                || !(attempt.outcome instanceof Outcome.Done<?, ?>(var answer, var again))) {
            return;
        }
        if (sent.asked == null) {
            for (var name : sent.names) {
                compare(attempt, name, answer);
            }
        } else if (attempt.act.key() != null) {
            compare(attempt, sent.asked.persistenceId + " " + attempt.act.key(), answer);
        }
    }

    private void compare(Attempt attempt, String name, Object answer) {
        var before = first.putIfAbsent(name, answer);
        if (before != null && !before.equals(answer)) {
            violated("%s: the first answer under %s was %s, and this is %s", attempt, name, before, answer);
        }
    }
}
