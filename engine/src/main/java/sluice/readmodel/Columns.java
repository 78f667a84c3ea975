package sluice.readmodel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows for one statement that takes them as arrays, one for each column, through {@code unnest}. */
final class Columns<R> {

    private final Collection<R> rows;
    private final Map<String, Object> arrays = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();

    Columns(Collection<R> rows) {
        this.rows = rows;
    }

    /** Adds the column {@code name}, an array of this name in the statement. */
    <T> Columns<R> with(String name, Function<R, ? extends @Nullable T> value, IntFunction<T[]> array) {
        names.add(name);
        arrays.put(name, rows.stream().map(value).toArray(array));
        return this;
    }

    Columns<R> withText(String name, Function<R, @Nullable String> value) {
        return with(name, value, String[]::new);
    }

    Columns<R> withLong(String name, Function<R, @Nullable Long> value) {
        return with(name, value, Long[]::new);
    }

    /** Carries {@code sql} out, in which {@code {rows}} stands for the rows, under the name {@code u}; without rows there is nothing to do. */
    void execute(Handle transaction, String sql) {
        if (!rows.isEmpty()) {
            try (var update = transaction.createUpdate(sql.replace("{rows}", unnested()))) {
                arrays.forEach(update::bind);
                update.execute();
            }
        }
    }

    private String unnested() {
        return "unnest(:" + String.join(", :", names) + ") as u (" + String.join(", ", names) + ")";
    }
}
