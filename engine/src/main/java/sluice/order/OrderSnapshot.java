package sluice.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole of an {@link OrderState}, for a snapshot. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderSnapshot(
        @JsonProperty("o") @Nullable Order order,
        @JsonProperty("b") boolean abandoned,
        @JsonProperty("e") long events,
        @JsonProperty("u") List<Effects> unsettled) {}
