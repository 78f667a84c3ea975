package sluice.entity;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What {@link Earmarks} hold, as it is stored.
 *
 * @param open four longs an entry: the id's halves, the amount, the highest effect
 * @param closed four longs an entry, oldest first: the id's halves, when it closed in milliseconds, the highest effect
 * @param unvouched three longs an order, oldest first: the id's halves, since when in milliseconds
 */
public record EarmarksSnapshot(
        @JsonProperty("o") PackedLongs open,
        @JsonProperty("c") PackedLongs closed,
        @JsonProperty("u") PackedLongs unvouched) {}
