package sluice.load.scenario;

import java.util.List;
import java.util.Optional;
import sluice.load.client.Target;

/** Targets that somebody else started and stops. */
public record RunningNodes(List<Target> targets, Optional<String> databaseUrl) implements Stage {

    @Override
    public boolean restart() {
        return false;
    }

    @Override
    public void close() {
        targets.forEach(Target::close);
    }
}
