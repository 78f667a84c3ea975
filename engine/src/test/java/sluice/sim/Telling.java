package sluice.sim;

import java.util.List;
import java.util.stream.Collectors;
import sluice.entity.Entity;

/** Lets another watch, and takes down what is committed and what fails. */
final class Telling implements Watcher {

    private final Watcher watcher;
    private final Story story;
    private final Clockwork clock;

    Telling(Watcher watcher, Story story, Clockwork clock) {
        this.watcher = watcher;
        this.story = story;
        this.clock = clock;
    }

    private void say(String words) {
        story.add(clock.nowMicros(), words);
    }

    @Override
    public void committed(Row row) {
        var events = row.batch().events().map(EventText::of).collect(Collectors.joining("; "));
        say("row " + row.sequence() + " of " + row.persistenceId() + " is committed by " + row.writer() + ": "
                + events);
        watcher.committed(row);
    }

    @Override
    public void sent(Attempt attempt) {
        watcher.sent(attempt);
    }

    @Override
    public void answered(Attempt attempt) {
        watcher.answered(attempt);
    }

    @Override
    public void recovered(String persistenceId, Entity<?, ?, ?, ?, ?> entity) {
        watcher.recovered(persistenceId, entity);
    }

    @Override
    public void tailed(List<Row> rows) {
        watcher.tailed(rows);
    }

    @Override
    public void failed(String actor, RuntimeException failure) {
        say(actor + " fails: " + failure.getMessage());
        watcher.failed(actor, failure);
    }

    @Override
    public void quiet(Remains remains) {
        say("all has been quiet for a minute");
        watcher.quiet(remains);
    }
}
