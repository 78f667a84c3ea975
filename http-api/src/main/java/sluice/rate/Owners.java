package sluice.rate;

import org.jspecify.annotations.Nullable;

/** Where the buckets of all keys are. */
interface Owners {

    /** The bucket of the key if it is on this node, else null. */
    @Nullable
    SharedBucket here(String key);

    /**
     * Asks the owner of the key's bucket, wherever it is. Its grant comes to {@link Share#granted} on this node, sometime, or never.
     *
     * @param number is told again with the answer
     */
    void ask(String key, Wish wish, long number);

    /** The nodes that there are, at least 1: this one. */
    int nodes();
}
