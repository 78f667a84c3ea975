package sluice.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A customer's account: 1 to 64 printable characters, case-sensitive, never altered. */
public record AccountId(@JsonValue String value) {

    /** @throws IllegalArgumentException if {@code value} is not a name, saying why */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING) // a lone component would else be read as an object
    public AccountId {
        Names.checked("account id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
