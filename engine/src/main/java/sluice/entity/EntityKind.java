package sluice.entity;

/** The kinds of entity that keep a journal, and how their persistence ids begin: {@code s|tee-black-m}. */
public enum EntityKind {
    STOCK("s"),
    ACCOUNT("a"),
    ORDER("o");

    private final String prefix;

    EntityKind(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    public String persistenceId(String id) {
        return prefix + "|" + id;
    }

    /** @throws IllegalArgumentException if no entity of ours has such a persistence id */
    public static EntityKind ofPersistenceId(String persistenceId) {
        for (var kind : values()) {
            if (persistenceId.startsWith(kind.prefix + "|")) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not a persistence id of Sluice: " + persistenceId);
    }

    /** The id within its kind of the entity whose persistence id this is. */
    public String idIn(String persistenceId) {
        return persistenceId.substring(prefix.length() + 1);
    }
}
