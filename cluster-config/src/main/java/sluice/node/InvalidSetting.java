package sluice.node;

/** A setting that a node cannot start with. The message names the key, its variable, and how to mend it; it holds no secret. */
public final class InvalidSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String key;

    /** @param complaint goes on after the names of the key and its variable; must hold no secret */
    public InvalidSetting(String key, String complaint) {
        super(Variable.describe(key) + " " + complaint);
        this.key = key;
    }

    /** The key of the setting, such as {@code sluice.http.port}. */
    public String key() {
        return key;
    }
}
