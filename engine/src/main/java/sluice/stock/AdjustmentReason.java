package sluice.stock;

/** Why a stock record is corrected. */
public enum AdjustmentReason {
    CORRECTION,
    CYCLE_COUNT,
    SHRINKAGE,
    DAMAGED,
    LOST,
    FOUND,
    SAMPLE
}
