package sluice.load.judge;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the books are found to be.
 *
 * @param judged how many of what were judged
 * @param findings empty if all is well
 */
public record Verdict(Map<String, Long> judged, List<Finding> findings) {

    private static final int SHOWN_PER_RULE = 20;

    public boolean isBalanced() {
        return findings.isEmpty();
    }

    /** Whether nothing is wrong but what may still settle by itself. */
    public boolean mayStillSettle() {
        return !isBalanced() && findings.stream().allMatch(Finding::pending);
    }

    /** The findings of one rule. */
    public List<Finding> of(Rule rule) {
        return findings.stream().filter(finding -> finding.rule() == rule).toList();
    }

    /** For people: what was judged, and every breach up to a bound per rule. */
    public String text() {
        var text = new StringBuilder("judged: ")
                .append(judged.entrySet().stream()
                        .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
                        .collect(Collectors.joining(", ")))
                .append('\n');
        for (var rule : Rule.values()) {
            var breaches = of(rule);
            if (!breaches.isEmpty()) {
                text.append("BREACH of \"%s\", %,d times:%n".formatted(rule.words(), breaches.size()));
                breaches.stream()
                        .limit(SHOWN_PER_RULE)
                        .forEach(finding -> text.append("  ").append(finding).append('\n'));
            }
        }
        return text.append(isBalanced() ? "the books balance" : "THE BOOKS DO NOT BALANCE")
                .append('\n')
                .toString();
    }
}
