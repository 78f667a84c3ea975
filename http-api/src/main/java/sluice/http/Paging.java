package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.http.Fields.Reader;
import sluice.readmodel.Cursor;
import sluice.readmodel.Cursors;

/**
 * Which page of a list is wanted.
 *
 * @param limit the most rows
 * @param after the last row of the page before; null for the first page
 */
record Paging(int limit, @Nullable Cursor after) {

    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");

    private static final Reader<Integer> ROWS = (value, place) ->
            LIMIT.matcher(value.textValue()).matches() && Integer.parseInt(value.textValue()) <= MAX_LIMIT
                    ? Integer.valueOf(value.textValue())
                    : place.fault("must be 1 to " + MAX_LIMIT);

    /** A page as JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(List<?> data, @Nullable String next) {}

    /**
     * Reads what every list knows; to be asked when its filters are read.
     *
     * @param continues whether a cursor is of this list and of these filters
     */
    static Paging of(Reading in, Cursors cursors, Predicate<Cursor> continues) {
        boolean filtersAreRead = in.isFaultless();
        int limit = in.query().optional("limit", ROWS, DEFAULT_LIMIT);
        Reader<Cursor> cursor = (value, place) -> {
            var read = cursors.read(value.textValue());
            if (read.isEmpty()) {
                return place.fault("is not a cursor that a list has given");
            }
            return filtersAreRead && !continues.test(read.get())
                    ? place.fault("is of another list, or of other filters")
                    : read.get();
        };
        return new Paging(limit, in.query().optional("cursor", cursor));
    }

    /**
     * Answers a page.
     *
     * @param found the rows behind {@link #after}, one more than the page holds, where there is one
     * @param place names a row, for the next page to begin behind it
     */
    <T> Answer page(List<T> found, Function<T, ?> view, Function<T, Cursor> place, Cursors cursors) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() == shown.size() ? null : place.apply(shown.getLast());
        return Answer.Resource.ok(
                new View(shown.stream().map(view).toList(), next == null ? null : cursors.write(next)));
    }
}
