package sluice.journal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import sluice.entity.Message;
import sluice.entity.PackedLongs;
import sluice.stock.StockAnswer;

/** Makes a value of any record of ours, with something in every component, or with nothing where there may be nothing. */
final class Samples {

    private final ActorRef<?> somebody;
    private final boolean withNulls;
    private final Instant time;

    Samples(ActorRef<?> somebody, boolean withNulls) {
        this(somebody, withNulls, Instant.parse("2026-01-01T00:00:00.123456789Z"));
    }

    Samples(ActorRef<?> somebody, boolean withNulls, Instant time) {
        this.somebody = somebody;
        this.withNulls = withNulls;
        this.time = time;
    }

    Object of(Class<?> type) {
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isSealed()) {
            return of(type.getPermittedSubclasses()[0]);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        }
        return scalar(type);
    }

    private Object scalar(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "Größe \"M\"";
            case "long", "Long" -> 7L;
            case "int" -> 3;
            case "boolean" -> true;
            case "BigDecimal" -> new BigDecimal("19.90");
            case "Currency" -> Currency.getInstance("EUR");
            case "Instant" -> time;
            case "UUID" -> UUID.fromString("019a0000-0000-7000-8000-000000000001");
            case "ActorRef" -> somebody;
            case "PackedLongs" -> PackedLongs.of(1, longs -> longs.put(Long.MIN_VALUE));
            default -> throw new AssertionError("no sample of " + type);
        };
    }

    private Object record(Class<?> type) {
        var components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(components[i]);
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no sample of " + type, e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return nullable && withNulls ? null : of(component.getGenericType());
    }

    private Object of(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return variable.getBounds()[0].equals(Message.class)
                    ? of(StockAnswer.StockView.class)
                    : of(variable.getBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
                case "List" -> List.of(of(arguments[0]));
                case "Map" -> Map.of("colour", "black");
                default -> of((Class<?>) generic.getRawType());
            };
        }
        return of((Class<?>) type);
    }
}
