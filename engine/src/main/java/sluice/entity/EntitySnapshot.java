package sluice.entity;

import java.util.List;

/**
 * The state of an entity after its first {@code version} rows.
 *
 * @param state what {@link EntityRules#snapshot} made
 */
public record EntitySnapshot<P, A>(EntityKind kind, long version, P state, List<AnswerMemory.Remembered<A>> answers) {}
