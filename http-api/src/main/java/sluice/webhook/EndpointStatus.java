package sluice.webhook;

/** Whether an endpoint gets events. One that does not keeps its place, and goes on from there when it is enabled. */
public enum EndpointStatus {
    ENABLED,
    /** By whoever it belongs to. */
    DISABLED,
    /** By the node, since nothing succeeded for days. */
    FAILING,
    /** By its receiver, which answered 410. */
    GONE
}
