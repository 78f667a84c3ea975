package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sluice.due.DueChanges;
import sluice.entity.Entity;
import sluice.journal.Birth;
import sluice.value.OrderId;

/** What a test says is left when all is quiet. */
final class Quietness implements Watcher.Remains {

    final Map<String, OrderId> named = new HashMap<>();
    final Map<String, DueChanges.Entry> due = new HashMap<>();
    final Map<String, Entity<?, ?, ?, ?, ?>> inMemory = new HashMap<>();
    final List<String> placementsUnderWay = new ArrayList<>();
    final List<Attempt> unanswered = new ArrayList<>();

    @Override
    public Map<String, Birth.Reference> references() {
        var references = new HashMap<String, Birth.Reference>();
        named.keySet().forEach(name -> references.put(name, new Birth.Reference(name, "fingerprint", null)));
        return references;
    }

    @Override
    public OrderId orderOf(String reference) {
        return Objects.requireNonNull(named.get(reference));
    }

    @Override
    public Map<String, DueChanges.Entry> due() {
        return due;
    }

    @Override
    public Map<String, Entity<?, ?, ?, ?, ?>> inMemory() {
        return inMemory;
    }

    @Override
    public List<String> placementsUnderWay() {
        return placementsUnderWay;
    }

    @Override
    public List<Attempt> unanswered() {
        return unanswered;
    }
}
