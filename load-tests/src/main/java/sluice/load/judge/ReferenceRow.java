package sluice.load.judge;

import java.util.UUID;

/** One row of {@code reference}: a name that a caller gave an order. */
public record ReferenceRow(String name, UUID order) {}
