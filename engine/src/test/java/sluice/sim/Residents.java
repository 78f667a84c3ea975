package sluice.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.entity.EntityKind;
import sluice.entity.Message;
import sluice.value.Slot;

/** The entities and desks that are on one node. */
final class Residents {

    private final World world;
    private final SimNode node;
    private final Kinds kinds;
    private final Map<String, Host<?, ?, ?, ?, ?>> hosts = new LinkedHashMap<>();
    private final Map<Integer, DeskHost> desks = new LinkedHashMap<>();

    Residents(World world, SimNode node) {
        this.world = world;
        this.node = node;
        this.kinds = new Kinds(world, node);
    }

    Map<String, Host<?, ?, ?, ?, ?>> hosts() {
        return hosts;
    }

    Map<Integer, DeskHost> desks() {
        return desks;
    }

    @SuppressWarnings("unchecked") // the kind says what its requests are
    <C extends Message, A extends Message, R extends Message> Host<C, ?, ?, A, R> host(
            EntityKind kind, String id, int shard) {
        return (Host<C, ?, ?, A, R>)
                hosts.computeIfAbsent(kind.persistenceId(id), absent -> kinds.host(kind, id, shard));
    }

    DeskHost desk(Slot slot) {
        return desks.computeIfAbsent(slot.number(), absent -> new DeskHost(world, node, slot));
    }

    void left(Host<?, ?, ?, ?, ?> host) {
        hosts.remove(host.persistenceId(), host);
        world.cluster().left(host.shard());
    }

    void left(DeskHost desk) {
        desks.values().remove(desk);
        world.cluster().left(desk.shard());
    }

    void handOver(int shard) {
        List.copyOf(hosts.values()).stream()
                .filter(host -> host.shard() == shard)
                .forEach(Host::stop);
        List.copyOf(desks.values()).stream()
                .filter(desk -> desk.shard() == shard)
                .forEach(DeskHost::stop);
        world.cluster().left(shard);
    }

    boolean hasHandedOver(int shard) {
        return hosts.values().stream().noneMatch(host -> host.shard() == shard)
                && desks.values().stream().noneMatch(desk -> desk.shard() == shard);
    }

    void drop(int shard) {
        hosts.values().removeIf(host -> {
            if (host.shard() == shard) {
                host.drop();
            }
            return host.shard() == shard;
        });
        desks.values().removeIf(desk -> {
            if (desk.shard() == shard) {
                desk.drop();
            }
            return desk.shard() == shard;
        });
    }

    /** The node ends. */
    void dropAll() {
        hosts.values().forEach(Host::drop);
        desks.values().forEach(DeskHost::drop);
        hosts.clear();
        desks.clear();
    }
}
