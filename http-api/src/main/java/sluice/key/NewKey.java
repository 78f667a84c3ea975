package sluice.key;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sluice.order.Channel;
import sluice.value.AccountId;

/**
 * A key as a caller wants it.
 *
 * @param scopes at least one
 * @param contact only where there is an account
 * @param expiresAt the moment from which it is not valid any more, in whole milliseconds, or null for never
 */
public record NewKey(
        String name,
        Set<Scope> scopes,
        @Nullable AccountId account,
        @Nullable String contact,
        @Nullable Channel channel,
        @Nullable Rate rate,
        @Nullable Instant expiresAt) {

    /** @throws IllegalArgumentException saying what does not fit together */
    public NewKey {
        scopes = Set.copyOf(scopes);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a key without a scope can do nothing");
        }
        if (account != null && !scopes.stream().allMatch(Scope::canBeBound)) {
            throw new IllegalArgumentException("a scope reaches beyond the account that the key is bound to");
        }
        if (account == null && contact != null) {
            throw new IllegalArgumentException("a contact is a person of an account");
        }
    }

    /** The same text for the same wish, for comparison only. */
    String canonical() {
        return String.join(
                "\n",
                name,
                new TreeSet<>(scopes).toString(),
                String.valueOf(account),
                String.valueOf(contact),
                String.valueOf(channel),
                String.valueOf(rate),
                String.valueOf(expiresAt));
    }
}
