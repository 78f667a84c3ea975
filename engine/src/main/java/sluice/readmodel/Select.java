package sluice.readmodel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** One reading of a list: the conditions that a filter asks for, put together from fixed texts, with every value bound. */
final class Select {

    private final String from;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param from the statement up to its conditions */
    Select(String from) {
        this.from = from;
    }

    /** Adds {@code condition}, which names {@code value} by {@code name}, unless the value is left out. */
    Select where(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
        return this;
    }

    /** Binds one more value that a condition names, unless it is left out. */
    Select with(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    /** Keeps those whose text in {@code column} begins with {@code prefix}, as a range of its index. */
    Select whereBegins(String column, @Nullable String prefix) {
        // The last code point, which no name may hold, comes after every other.
        return where(column + " >= :prefix", "prefix", prefix)
                .where(column + " < :prefixEnd", "prefixEnd", prefix == null ? null : prefix + "\uDBFF\uDFFF");
    }

    <R> List<R> rows(Handle handle, String orderBy, int limit, RowMapper<R> mapper) {
        var where = new StringJoiner(" and ", " where ", "").setEmptyValue("");
        conditions.forEach(where::add);
        return handle.createQuery(from + where + " order by " + orderBy + " limit :limit")
                .bindMap(values)
                .bind("limit", limit)
                .map(mapper)
                .list();
    }
}
