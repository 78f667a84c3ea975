package sluice.load.judge;

/**
 * A breach of a rule.
 *
 * @param where entity and sequence, or file and line
 * @param pending whether it may only be work that is still under way: wrong only if it stays
 */
public record Finding(Rule rule, String where, String what, boolean pending) {

    @Override
    public String toString() {
        return rule + " " + where + ": " + what + (pending ? " (not settled)" : "");
    }
}
