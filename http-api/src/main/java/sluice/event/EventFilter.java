package sluice.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param types patterns of which one must fit: a type's whole name, a beginning such as {@code order.*}, or {@code *}
 * @param account only this account's events; null for those of all accounts and of none
 */
public record EventFilter(List<String> types, @Nullable String account) {

    private static final String ANY = "*";

    /** Everything. */
    public static final EventFilter ALL = new EventFilter(List.of(ANY), null);

    public EventFilter {
        types = List.copyOf(types);
    }

    /** Whether an event of {@code type} that is {@code owner}'s is wanted. */
    public boolean wants(String type, @Nullable String owner) {
        return (account == null || account.equals(owner)) && types.stream().anyMatch(pattern -> fits(pattern, type));
    }

    /** Whether {@code pattern} stands for {@code type}, among others or alone. */
    public static boolean fits(String pattern, String type) {
        return pattern.endsWith(ANY)
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(type);
    }
}
