package sluice.node;

import org.jspecify.annotations.Nullable;

/** A node could not start, for a reason outside its settings. The message says what to do about it. */
public final class StartFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartFailed(String message) {
        this(message, null);
    }

    public StartFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
