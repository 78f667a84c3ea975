package sluice.entity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The state of an entity after its first {@code version} rows.
 *
 * @param kind whose state it is; not part of the payload, the row's manifest says it
 * @param state what {@link EntityRules#snapshot} made
 */
public record EntitySnapshot<P, A>(
        @JsonIgnore EntityKind kind,
        @JsonProperty("v") long version,
        @JsonProperty("s") P state,
        @JsonProperty("m") List<AnswerMemory.Remembered<A>> answers) {}
