package sluice.placement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.entity.AnswerMemory;
import sluice.entity.Fingerprint;
import sluice.entity.Origin.IdempotencyKey;
import sluice.entity.Outcome;
import sluice.journal.Birth.Reference;
import sluice.journal.NamedBirth;
import sluice.order.Order;
import sluice.order.OrderEvent.Placed;
import sluice.order.OrderState;
import sluice.value.AccountId;
import sluice.value.Slot;

/**
 * The names that a caller gave a wanted order.
 *
 * @param key the reference that its idempotency key makes
 * @param externalId the reference that its channel's own id makes
 * @param fingerprint of what is wanted
 */
record References(@Nullable String key, @Nullable String externalId, String fingerprint) {

    /** Of an order that nobody gave a name: nothing is compared, and so nothing is digested. */
    private static final References NONE = new References(null, null, "");

    static References of(WantedOrder wanted, @Nullable IdempotencyKey key) {
        var externalId = externalName(wanted);
        if (key != null) {
            return new References(keyName(key), externalId, key.fingerprint());
        }
        return externalId == null ? NONE : new References(null, externalId, Fingerprint.of("order", wanted));
    }

    /** Where the order belongs: to the slot of its external id, else of its idempotency key; empty for any. */
    static Optional<Slot> slotOf(WantedOrder wanted, @Nullable IdempotencyKey key) {
        var externalId = externalName(wanted);
        var name = externalId == null && key != null ? keyName(key) : externalId;
        return Optional.ofNullable(name).map(Slot::of);
    }

    private static String keyName(IdempotencyKey key) {
        return "k|" + key.hash();
    }

    /** The reference that the order's external id makes, if it has one. */
    static @Nullable String externalName(WantedOrder wanted) {
        return wanted.externalId() == null ? null : "x|" + wanted.channel() + "|" + wanted.externalId();
    }

    List<String> names() {
        var names = new ArrayList<String>(2);
        if (key != null) {
            names.add(key);
        }
        if (externalId != null) {
            names.add(externalId);
        }
        return names;
    }

    /** What the journal is to keep: the channel's id for ever, the key as long as answers are remembered. */
    List<Reference> toRecord(Instant now) {
        var references = new ArrayList<Reference>(2);
        if (key != null) {
            references.add(new Reference(key, fingerprint, now.plus(AnswerMemory.KEPT)));
        }
        if (externalId != null) {
            references.add(new Reference(externalId, fingerprint, null));
        }
        return references;
    }

    /**
     * What is answered because of orders that bear these names already: to the same question the first answer, to another a
     * refusal; empty if {@code found} has none.
     */
    Optional<Outcome<Order, PlacementRejection>> answerFor(List<NamedBirth> found) {
        var byKey = found.stream().filter(one -> one.reference().equals(key)).findFirst();
        if (byKey.isPresent()) {
            return Optional.of(isSame(byKey.get()) ? firstAnswer(byKey.get()) : new Outcome.KeyReused<>());
        }
        return found.stream()
                .filter(one -> one.reference().equals(externalId))
                .findFirst()
                .map(named -> isSame(named)
                        ? firstAnswer(named)
                        : new Outcome.Refused<>(new PlacementRejection.ExternalIdTaken(
                                named.birth().order(), accountOf(named))));
    }

    private boolean isSame(NamedBirth named) {
        return named.fingerprint().equals(fingerprint);
    }

    private static @Nullable AccountId accountOf(NamedBirth named) {
        return named.birth().event() instanceof Placed placed ? placed.account() : null;
    }

    private static Outcome<Order, PlacementRejection> firstAnswer(NamedBirth named) {
        if (!(named.birth().event() instanceof Placed placed)) {
            throw new IllegalStateException(named.reference() + " names an order that was never placed");
        }
        return new Outcome.Done<>(OrderState.order(placed, named.birth().row().at()), true);
    }
}
