package sluice.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import sluice.account.AccountAnswer;
import sluice.account.AccountEvent;
import sluice.account.AccountSnapshot;
import sluice.entity.AnswerMemory.Remembered;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.EntitySnapshot;
import sluice.entity.Message;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.order.OrderSnapshot;
import sluice.stock.StockAnswer;
import sluice.stock.StockEvent;
import sluice.stock.StockSnapshot;

/**
 * How rows of the journal are written, for ever: CBOR (RFC 8949) of Jackson's data binding, with names of one or two letters,
 * ids of orders as 16 bytes, and times as milliseconds since 1970. A row's manifest is the entity kind's letter and the version of
 * the shape: {@code s1}. The mapper is made here, not from configuration, since what is on disk must not depend on settings.
 *
 * <p>Unknown fields are ignored, so that an older release reads what a newer one writes; an unknown event fails. A shape that
 * changes otherwise gets the next version and an upcaster from the one before.
 */
public final class JournalFormat {

    /** Makes the payload of one shape version from that of the version before. */
    public interface Upcaster extends UnaryOperator<ObjectNode> {}

    private record Row<E>(
            @JsonProperty("a") Instant at,
            @JsonProperty("e") List<Batch.Entry<E>> entries) {}

    private record SnapshotRow<P, A>(
            @JsonProperty("v") long version,
            @JsonProperty("s") P state,
            @JsonProperty("m") List<Remembered<A>> answers) {}

    /** In a snapshot the kind of entity says what an answer is; the name that it has between nodes stays out of the journal. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
    private interface Unnamed {}

    /** @param rowWriter made once: each new one would look its serialisers up again */
    private record Types(JavaType row, ObjectWriter rowWriter, JavaType snapshot) {}

    private static final int SNAPSHOT_SHAPE = 1;
    private static final Pattern SHAPE = Pattern.compile("[a-z][1-9][0-9]{0,3}");

    private final ObjectMapper mapper = mapper();
    private final Map<EntityKind, Types> types = new EnumMap<>(EntityKind.class);
    private final Map<EntityKind, List<Upcaster>> upcasters;

    /** The format of this release. */
    public JournalFormat() {
        this(Map.of()); // every shape is still at its first version
    }

    /** @param upcasters for each kind, the step from shape version 1 to 2, from 2 to 3, and so on */
    public JournalFormat(Map<EntityKind, List<Upcaster>> upcasters) {
        this.upcasters = upcasters;
        types.put(EntityKind.STOCK, types(StockEvent.class, StockSnapshot.class, StockAnswer.StockView.class));
        types.put(
                EntityKind.ACCOUNT, types(AccountEvent.class, AccountSnapshot.class, AccountAnswer.AccountView.class));
        types.put(EntityKind.ORDER, types(OrderEvent.class, OrderSnapshot.class, Order.class));
    }

    private Types types(Class<?> event, Class<?> state, Class<?> answer) {
        var factory = mapper.getTypeFactory();
        var row = factory.constructParametricType(Row.class, event);
        return new Types(row, mapper.writerFor(row), factory.constructParametricType(SnapshotRow.class, state, answer));
    }

    private static ObjectMapper mapper() {
        var times = new SimpleModule("times")
                .addSerializer(Instant.class, new MillisWriter())
                .addDeserializer(Instant.class, new MillisReader());
        return CBORMapper.builder()
                .addModule(times)
                .addModule(new Jdk8Module())
                .addMixIn(Message.class, Unnamed.class)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // what is upcast keeps its prices as written
                .build();
    }

    /** The manifest of rows that this release writes for {@code kind}. */
    public String manifest(EntityKind kind) {
        return kind.prefix() + (upcastersOf(kind).size() + 1);
    }

    /** The manifest of snapshots, whose shape has versions of its own: all are still at the first. */
    public String snapshotManifest(EntityKind kind) {
        return kind.prefix() + SNAPSHOT_SHAPE;
    }

    private List<Upcaster> upcastersOf(EntityKind kind) {
        return upcasters.getOrDefault(kind, List.of());
    }

    public byte[] write(Batch<?> batch) throws IOException {
        return typesOf(batch.kind()).rowWriter().writeValueAsBytes(new Row<>(batch.at(), entries(batch)));
    }

    @SuppressWarnings("unchecked")
    private static <E> List<Batch.Entry<E>> entries(Batch<?> batch) {
        return ((Batch<E>) batch).entries();
    }

    /**
     * The batch of a row.
     *
     * @throws IOException if the payload is damaged, holds an unknown event, or is of a newer release's shape
     */
    public Batch<?> readBatch(String manifest, byte[] payload) throws IOException {
        var kind = kindOf(manifest);
        return batch(kind, (Row<?>) read(manifest, payload, typesOf(kind).row()));
    }

    private static <E> Batch<E> batch(EntityKind kind, Row<E> row) {
        return new Batch<>(kind, row.at(), row.entries());
    }

    /** The batch of an order's row. */
    public Batch<OrderEvent> readOrderBatch(String manifest, byte[] payload) throws IOException {
        return ofOrder(readBatch(manifest, payload));
    }

    @SuppressWarnings("unchecked") // the manifest names the kind, and the kind the type of its events
    static Batch<OrderEvent> ofOrder(Batch<?> batch) throws IOException {
        if (batch.kind() != EntityKind.ORDER) {
            throw new IOException("not a row of an order but of " + batch.kind());
        }
        return (Batch<OrderEvent>) batch;
    }

    public byte[] write(EntitySnapshot<?, ?> snapshot) throws IOException {
        return mapper.writerFor(typesOf(snapshot.kind()).snapshot()).writeValueAsBytes(snapshotRow(snapshot));
    }

    private static <P, A> SnapshotRow<P, A> snapshotRow(EntitySnapshot<P, A> snapshot) {
        return new SnapshotRow<>(snapshot.version(), snapshot.state(), snapshot.answers());
    }

    /** The snapshot of a row; throws as {@link #readBatch} does. */
    public EntitySnapshot<?, ?> readSnapshot(String manifest, byte[] payload) throws IOException {
        var kind = kindOf(manifest);
        if (shapeOf(manifest) > SNAPSHOT_SHAPE) {
            throw newerShape(manifest, snapshotManifest(kind));
        }
        SnapshotRow<?, ?> row = mapper.readValue(payload, typesOf(kind).snapshot());
        return snapshot(kind, row);
    }

    private static <P, A> EntitySnapshot<P, A> snapshot(EntityKind kind, SnapshotRow<P, A> row) {
        return new EntitySnapshot<>(kind, row.version(), row.state(), row.answers());
    }

    private Object read(String manifest, byte[] payload, JavaType type) throws IOException {
        var steps = upcastersOf(kindOf(manifest));
        int shape = shapeOf(manifest);
        if (shape > steps.size() + 1) {
            throw newerShape(manifest, manifest(kindOf(manifest)));
        }
        if (shape == steps.size() + 1) {
            return mapper.readValue(payload, type);
        }
        var node = mapper.readValue(payload, ObjectNode.class);
        for (var step : steps.subList(shape - 1, steps.size())) {
            node = step.apply(node);
        }
        return mapper.readValue(mapper.treeAsTokens(node), type);
    }

    private static IOException newerShape(String manifest, String newestRead) {
        return new IOException("a newer release wrote shape " + manifest + "; this one reads up to " + newestRead);
    }

    private static EntityKind kindOf(String manifest) throws IOException {
        for (var kind : EntityKind.values()) {
            if (manifest.startsWith(kind.prefix())) {
                return kind;
            }
        }
        throw new IOException("not a manifest of Sluice: " + manifest);
    }

    private static int shapeOf(String manifest) throws IOException {
        if (!SHAPE.matcher(manifest).matches()) {
            throw new IOException("not a manifest of Sluice: " + manifest);
        }
        return Integer.parseInt(manifest, 1, manifest.length(), 10);
    }

    private Types typesOf(EntityKind kind) {
        var of = types.get(kind);
        if (of == null) {
            throw new IllegalStateException("no types for " + kind);
        }
        return of;
    }

    private static final class MillisWriter extends StdScalarSerializer<Instant> {
        MillisWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(value.toEpochMilli());
        }
    }

    private static final class MillisReader extends StdScalarDeserializer<Instant> {
        MillisReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.ofEpochMilli(parser.getLongValue());
        }
    }
}
