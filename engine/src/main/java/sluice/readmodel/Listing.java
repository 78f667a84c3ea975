package sluice.readmodel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a list.
 *
 * @param <R> its rows
 */
public sealed interface Listing<R> {

    /**
     * A page of it.
     *
     * @param next where it goes on; null if this is the end
     */
    record Page<R>(List<R> rows, @Nullable Cursor next) implements Listing<R> {}

    /** It could not be read now. */
    record NotRead<R>(String why) implements Listing<R> {}
}
