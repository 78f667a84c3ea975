package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import sluice.entity.EntityKind;

/**
 * Which nodes are members, and what the cluster does when they come, go or stand still: as Pekko's sharding and its downing
 * provider do, seen from the entities.
 */
final class Cluster {

    /** From a node's end, or its standing still, until the others have its shards. */
    private static final long LOSS_NOTICED_MICROS = 8_000_000;

    private static final long AGAIN_MICROS = 1_000_000;

    /** How long a shard may take to leave. */
    private static final long HAND_OVER_MICROS = 20_000_000;

    private final World world;
    private final List<SimNode> nodes = new ArrayList<>();
    private Shards shards;

    Cluster(World world, Life life) {
        this.world = world;
        this.shards = new Shards(world.dice, life.nodes());
        for (int i = 0; i < life.nodes(); i++) {
            nodes.add(new SimNode(world, this, i, life.skewMillis().get(i)));
        }
        nodes.forEach(node -> node.start(shards));
    }

    List<SimNode> nodes() {
        return nodes;
    }

    /** A node that lives and does not stand still, {@code hint} or the next; the hint itself if there is none. */
    SimNode livingFrom(int hint) {
        for (int i = 0; i < nodes.size(); i++) {
            var node = nodes.get((hint + i) % nodes.size());
            if (node.isMember() && !node.isPaused()) {
                return node;
            }
        }
        return nodes.get(hint % nodes.size());
    }

    void kill(SimNode node, long forMillis) {
        if (!node.isAlive()) {
            return;
        }
        world.struck(Troubles.Kind.NODE_KILLED, () -> node + " is killed");
        end(node, forMillis * 1_000);
    }

    private void end(SimNode node, long forMicros) {
        node.end();
        int life = node.lives();
        world.clock.after(LOSS_NOTICED_MICROS + jitter(), () -> giveUp(node, life));
        long back = forMicros + 2_000_000 + jitter();
        world.troubleUntil(world.clock.nowMicros() + back);
        world.clock.after(back, () -> comeBack(node));
    }

    private void comeBack(SimNode node) {
        if (node.isAlive()) {
            return;
        }
        if (nodes.stream().noneMatch(SimNode::isAlive)) {
            nodes.stream().filter(SimNode::isMember).forEach(SimNode::leave); // the cluster is formed anew
        } else if (!canDecide(node)) {
            world.troubleUntil(world.clock.nowMicros() + AGAIN_MICROS);
            world.clock.after(AGAIN_MICROS, () -> comeBack(node)); // there is nobody to be let in by
            return;
        } else if (node.isMember()) {
            remove(node); // a new incarnation replaces the old
        }
        node.boot();
        world.statements.awaitRunning(5_000_000, () -> join(node));
    }

    private void join(SimNode node) {
        if (node.isAlive()) {
            return;
        }
        world.say(() -> node + " joins");
        node.start(shards);
        for (int shard = 0; shard < shards.count(); shard++) {
            int owner = shards.owner(shard);
            if (!nodes.get(owner).isMember() || owner == node.index()) {
                shards.give(shard, node.index());
            } else if (world.dice.fixed(shard * 31L + node.lives(), nodes.size()) == node.index()) {
                move(shard, node.index());
            }
        }
        if (nodes.stream().filter(SimNode::isMember).count() > 1) {
            node.predecessors().joinedAt(node.now());
        }
        node.tellTail();
        nodes.forEach(SimNode::onMembersChanged);
        world.troubleUntil(world.clock.nowMicros());
    }

    private static boolean isWell(SimNode node) {
        return node.isMember() && node.isAlive() && !node.isPaused() && !node.isCutOff();
    }

    /** The others go on without the node as soon as there is one that can tell; or it is back before. */
    private void giveUp(SimNode node, int life) {
        if (node.lives() != life || !node.isMember()) {
            return;
        }
        boolean isGone = !isWell(node);
        if (isGone) {
            node.giveUp();
        }
        if (canDecide(node)) {
            remove(node);
        } else if (isGone) {
            world.clock.after(AGAIN_MICROS, () -> giveUp(node, life));
        }
    }

    /** Members agree before one is removed: all who stay have heard of it; who does not hear must be given up as well. */
    private boolean canDecide(SimNode about) {
        boolean anyWell = false;
        for (var other : nodes) {
            boolean counts = other != about && other.isMember() && (isWell(other) || !other.isGivenUp());
            if (counts && !isWell(other)) {
                return false;
            }
            anyWell |= counts;
        }
        return anyWell;
    }

    /** The cluster goes on without the node, whatever the node itself believes. */
    private void remove(SimNode lost) {
        if (!lost.isMember()) {
            return;
        }
        world.say(() -> "the cluster goes on without " + lost);
        lost.leave();
        if (lost.isAlive() && !lost.isPaused()) {
            endSoon(lost);
        }
        var staying = nodes.stream().filter(SimNode::isMember).toList();
        shards = shards.copy();
        for (int shard = 0; shard < shards.count(); shard++) {
            if (shards.owner(shard) == lost.index() && !staying.isEmpty()) {
                shards.give(
                        shard,
                        staying.get(world.dice.fixed(shard * 17L + 5, staying.size()))
                                .index());
            }
        }
        staying.forEach(node -> node.see(shards));
        var moves = List.copyOf(shards.moves().keySet());
        for (int shard : moves) {
            var move = shards.moves().get(shard);
            if (move != null && (move.from == lost.index() || move.to == lost.index())) {
                finish(shard, move.to == lost.index() ? shards.owner(shard) : move.to);
            }
        }
        staying.forEach(node -> node.predecessors().lostAt(node.now())); // they were told when it was given up
        staying.forEach(node -> node.later(jitter() / 4, node::onMembersChanged));
        staying.forEach(SimNode::tellTail);
    }

    void pause(SimNode node, long forMillis) {
        if (!node.isAlive() || node.isPaused()) {
            return;
        }
        world.struck(Troubles.Kind.NODE_PAUSED, () -> node + " stands still for " + forMillis + " ms");
        long forMicros = forMillis * 1_000;
        int life = node.lives();
        node.pauseUntil(world.clock.nowMicros() + forMicros);
        world.troubleUntil(world.clock.nowMicros() + forMicros);
        if (forMicros > LOSS_NOTICED_MICROS) {
            world.clock.after(LOSS_NOTICED_MICROS + jitter(), () -> giveUp(node, life));
        }
        world.clock.after(forMicros, () -> {
            if (node.lives() == life) {
                world.say(() -> node + " goes on" + (node.isMember() ? "" : ", though others have its place"));
                node.resume();
                if (!node.isMember()) {
                    endSoon(node);
                }
            }
        });
    }

    /** A node that the others go on without learns so within seconds, and ends. */
    private void endSoon(SimNode node) {
        int life = node.lives();
        world.clock.after(world.dice.between(Dice.Kind.FATE, 0, 3_000_000), () -> {
            if (node.lives() == life) {
                end(node, 0);
            }
        });
    }

    /** The smaller side of a partition ends itself a moment before the other takes its shards. */
    void cutOff(SimNode node, long forMillis) {
        if (!node.isAlive() || node.isPaused() || node.isCutOff()) {
            return;
        }
        world.struck(Troubles.Kind.NODE_CUT_OFF, () -> node + " is cut off for " + forMillis + " ms");
        long forMicros = forMillis * 1_000;
        int life = node.lives();
        node.cutOff(true);
        world.troubleUntil(world.clock.nowMicros() + forMicros);
        long downMicros = LOSS_NOTICED_MICROS - 1_000_000;
        if (forMicros > downMicros && nodes.stream().filter(SimNode::isMember).count() > 1) {
            world.clock.after(downMicros, () -> {
                if (node.lives() == life) {
                    world.say(() -> node + " ends, since it is alone");
                    end(node, forMicros - downMicros);
                    int ended = node.lives();
                    world.clock.after(1_000_000, () -> giveUp(node, ended));
                }
            });
        }
        world.clock.after(forMicros, () -> {
            if (node.lives() == life) {
                node.cutOff(false);
            }
        });
    }

    /** Hands over the shards of a slot, one of each kind. */
    void moveSlot(int slot, int to) {
        for (var kind : EntityKind.values()) {
            move(Shards.of(kind, slot), to);
        }
        move(Shards.ofDesk(slot), to);
        move(Shards.TAIL, to);
    }

    /** Hands a shard over in order: what is sent to it waits until its entities have left. */
    void move(int shard, int to) {
        int from = shards.owner(shard);
        if (from == to
                || shards.moves().containsKey(shard)
                || !nodes.get(from).isMember()
                || !nodes.get(to).isMember()) {
            return;
        }
        var node = nodes.get(from);
        shards.moves().put(shard, new Shards.Move(from, to));
        if (node.isAlive() && !node.isPaused() && node.residents().hasHandedOver(shard)) {
            finish(shard, to); // nothing is there
            return;
        }
        node.at(world.clock.nowMicros(), () -> node.residents().handOver(shard));
        world.clock.after(HAND_OVER_MICROS, () -> finish(shard, to));
        world.troubleUntil(world.clock.nowMicros());
    }

    /** An entity has left its node; perhaps it was the last of its shard. */
    void left(int shard) {
        var move = shards.moves().get(shard);
        if (move == null) {
            return;
        }
        var node = nodes.get(move.from);
        if (node.isAlive() && !node.isPaused() && node.residents().hasHandedOver(shard)) {
            finish(shard, move.to);
        }
    }

    private void finish(int shard, int to) {
        var move = shards.moves().remove(shard);
        if (move == null) {
            return;
        }
        nodes.get(move.from).residents().drop(shard);
        shards.give(shard, nodes.get(to).isMember() ? to : shards.owner(shard));
        if (shard == Shards.TAIL) {
            nodes.get(shards.owner(shard)).tellTail();
        }
        move.over = true; // also for those who do not see it any more
        move.waiting.forEach(Runnable::run);
    }

    private long jitter() {
        return world.dice.between(Dice.Kind.FATE, 0, 1_000_000);
    }
}
