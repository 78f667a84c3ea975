package sluice.sim;

import sluice.entity.Outcome;

final class MismatchIsTrue extends Check {

    MismatchIsTrue(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "A key is called used for something else only if it was, "
                + "and no client is told of another version, since none expects any.";
    }

    @Override
    public void answered(Attempt attempt) {
        if (attempt.outcome instanceof Outcome.VersionMismatch) {
            violated("%s expected no version, and is answered %s", attempt, attempt.outcome);
        }
        if (attempt.outcome instanceof Outcome.KeyReused && !isReused(attempt.act)) {
            violated("%s is answered %s, and the key was used for nothing else", attempt, attempt.outcome);
        }
    }

    private boolean isReused(Act act) {
        for (var other : life().acts()) {
            if (act.key() != null
                    && act.key().equals(other.key())
                    && !act.wish().equals(other.wish())) {
                return true;
            }
        }
        return false;
    }
}
