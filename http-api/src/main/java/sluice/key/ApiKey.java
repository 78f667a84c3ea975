package sluice.key;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.order.Channel;
import sluice.value.AccountId;

/**
 * A key that is valid now, and what it allows.
 *
 * @param id names it in every event, log line and metric; no secret
 * @param scopes what it may do
 * @param account the one account that it sees and acts for, or null for all of them
 * @param contact the person of that account who acts through it, or null
 * @param channel the one channel its orders come through, or null for any
 * @param rate its limit, or null for none
 */
public record ApiKey(
        String id,
        Set<Scope> scopes,
        @Nullable AccountId account,
        @Nullable String contact,
        @Nullable Channel channel,
        @Nullable Rate rate) {

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** A key with every scope, bound to nothing and without a limit. */
    public static ApiKey unlimited(String id) {
        return new ApiKey(id, EnumSet.allOf(Scope.class), null, null, null, null);
    }

    public boolean allows(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether it may see what belongs to {@code owner}; a guest's order belongs to nobody. */
    public boolean sees(Optional<AccountId> owner) {
        return account == null || owner.filter(account::equals).isPresent();
    }
}
