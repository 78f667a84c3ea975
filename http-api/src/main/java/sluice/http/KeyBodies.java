package sluice.http;

import static sluice.http.Values.text;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.http.Fields.Reader;
import sluice.key.NewKey;
import sluice.key.Rate;
import sluice.key.Scope;
import sluice.order.Channel;
import sluice.value.AccountId;
import sluice.value.Names;

/** The bodies that keys are asked with. Each is read at once; what it asks for is made only if the request has no fault. */
final class KeyBodies {

    private static final int MAX_NAME = 200;
    private static final int MAX_OVERLAP_SECONDS = 604_800;
    private static final int USUAL_OVERLAP_SECONDS = 86_400;

    private static final Reader<Scope> SCOPE = (value, place) -> {
        var name = Values.string(value, place);
        if (name == null) {
            return null;
        }
        var scope = Scope.named(name).orElse(null);
        return scope == null ? place.fault("is not a scope") : scope;
    };

    private static final Reader<Set<Scope>> SCOPES = (value, place) -> {
        var named = Fields.listOf(1, Scope.values().length, SCOPE).read(value, place);
        if (named == null || named.size() < value.size()) {
            return null;
        }
        var scopes = EnumSet.copyOf(named);
        return scopes.size() < named.size() ? place.fault("must name each scope once") : scopes;
    };

    private static final Reader<Integer> LIMIT = Values.number(1, Integer.MAX_VALUE);

    private static final Reader<Rate> RATE = (value, place) -> {
        var fields = place.fields(value);
        var rate = new Rate(
                fields.required("perSecond", LIMIT, 1),
                fields.required("burst", LIMIT, 1),
                fields.required("concurrency", LIMIT, 1));
        fields.refuseOthers();
        return rate;
    };

    private KeyBodies() {}

    static Supplier<NewKey> create(Fields body) {
        var name = body.required("name", text(MAX_NAME), "-");
        var scopes = body.required("scopes", SCOPES, Set.of());
        var account = body.optional("accountId", Values.named(AccountId::new));
        var contact = body.optional("contact", Values.named(contactName -> Names.reference("a contact", contactName)));
        var channel = body.optional("channel", Values.oneOf(Channel.class));
        var rate = body.optional("rate", RATE);
        var expiresAt = body.optional("expiresAt", Values.MOMENT);
        if (body.has("contact") && !body.has("accountId")) {
            body.fault("contact", "needs an accountId, the account whose person it is");
        }
        if (body.has("accountId")) {
            refuse(body, scopes.stream().filter(scope -> !scope.canBeBound()).toList(), "an account");
        } else if (body.has("channel") && scopes.contains(Scope.KEYS_ADMIN)) {
            refuse(body, List.of(Scope.KEYS_ADMIN), "a channel"); // it could make a key that is not
        }
        return () -> new NewKey(name, scopes, account, contact, channel, rate, expiresAt);
    }

    private static void refuse(Fields body, List<Scope> scopes, String bound) {
        if (!scopes.isEmpty()) {
            var names = scopes.stream().sorted().map(Scope::wireName).toList();
            body.fault(
                    "scopes",
                    "must not hold " + String.join(", ", names) + ": a key bound to " + bound + " cannot have that");
        }
    }

    static Supplier<Duration> rotate(Fields body) {
        @Nullable Integer seconds = body.optional("overlapSeconds", Values.number(0, MAX_OVERLAP_SECONDS));
        return () -> Duration.ofSeconds(seconds == null ? USUAL_OVERLAP_SECONDS : seconds);
    }
}
