package sluice.sim;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One thing that goes wrong. Those that are counted go wrong at the nth of their kind in the life, from 1, if there is one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fault")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fault.OfMessage.class, name = "message"),
    @JsonSubTypes.Type(value = Fault.OfWrite.class, name = "write"),
    @JsonSubTypes.Type(value = Fault.OfRead.class, name = "read"),
    @JsonSubTypes.Type(value = Fault.AtPoint.class, name = "point"),
    @JsonSubTypes.Type(value = Fault.NodeKilled.class, name = "killed"),
    @JsonSubTypes.Type(value = Fault.NodePaused.class, name = "paused"),
    @JsonSubTypes.Type(value = Fault.NodeCutOff.class, name = "cut-off"),
    @JsonSubTypes.Type(value = Fault.DatabaseDown.class, name = "database"),
    @JsonSubTypes.Type(value = Fault.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = Fault.SnapshotLost.class, name = "snapshot"),
})
sealed interface Fault {

    /** Counted faults come while clients are at work, so they have no end of their own. */
    default long endsMillis() {
        return 0;
    }

    /** Kinds of messages, as far as faults tell them apart. */
    enum Message {
        CLAIM,
        PLEDGE,
        GRANT, // what stock and account answer a desk
        RELEASE,
        VOUCH,
        EFFECT,
        EFFECT_DONE,
        EXISTENCE,
        PLACE,
        COMMAND,
        ANSWER, // to a client
        SELF
    }

    /** What becomes of a message. */
    enum Mishap {
        DROPPED,
        DUPLICATED, // the second comes later
        DELAYED // behind others that were sent after it
    }

    record OfMessage(Message message, int nth, Mishap mishap, long delayMillis) implements Fault {}

    /** What is written in one statement. */
    enum Write {
        ROW,
        BIRTH
    }

    /** What becomes of a statement that writes. */
    enum WriteMishap {
        /** It never reaches the database, and nobody is told. */
        LOST,
        /** It commits, and nobody is told. */
        ANSWER_LOST,
        /** It is given up, and commits later all the same, unless its place has been taken. */
        COMMITS_LATE,
        /** The database is slow: it commits late, and others commit before it, and then it is told. */
        SLOW,
        /** The database refuses what is in it. */
        REFUSED,
        /** It is not sent: the way to the database is shut off. */
        NOT_SENT
    }

    record OfWrite(Write write, int nth, WriteMishap mishap, long delayMillis) implements Fault {}

    /** What is read in one statement. */
    enum Read {
        RECOVERY,
        FIRST_EVENT,
        REFERENCES,
        RECENT,
        TAIL
    }

    /** A reading fails. */
    record OfRead(Read read, int nth) implements Fault {}

    /** A place in the code. */
    enum Point {
        BEFORE_PERSIST,
        PERSISTED, // and nobody is told
        ANSWERED,
        CLAIMS_GRANTED, // with nothing sent to the journal
        BIRTH_SENT,
        BIRTH_COMMITTED, // and nobody is told
        EFFECT_PERSISTED // and no target is told
    }

    /** What happens there. */
    enum Harm {
        ACTOR_ENDS,
        NODE_KILLED,
        NODE_PAUSED
    }

    /** @param forMillis until a killed node starts again, or a paused one goes on */
    record AtPoint(Point point, int nth, Harm harm, long forMillis) implements Fault {}

    /** The process ends at once and starts again after {@code forMillis}. */
    record NodeKilled(int node, long atMillis, long forMillis) implements Fault {
        @Override
        public long endsMillis() {
            return atMillis + forMillis;
        }
    }

    /** The process stands still, and then goes on with what it knew; if that was long, another has its place. */
    record NodePaused(int node, long atMillis, long forMillis) implements Fault {
        @Override
        public long endsMillis() {
            return atMillis + forMillis;
        }
    }

    /** The node reaches no other node, but the database and its own clients. */
    record NodeCutOff(int node, long atMillis, long forMillis) implements Fault {
        @Override
        public long endsMillis() {
            return atMillis + forMillis;
        }
    }

    /** PostgreSQL is killed: what runs is rolled back or was committed, and nobody is told which. */
    record DatabaseDown(long atMillis, long forMillis) implements Fault {
        @Override
        public long endsMillis() {
            return atMillis + forMillis;
        }
    }

    /** The cluster hands the shard of a slot over to a node, in order. */
    record Moved(int slot, int node, long atMillis) implements Fault {
        @Override
        public long endsMillis() {
            return atMillis;
        }
    }

    /** A snapshot is reported as stored and is not. */
    record SnapshotLost(int nth) implements Fault {}
}
