/** Subtracted from pixels scaled to 0…1 (SlowFast's and PyTorchVideo's value for all channels). */
export const MEAN = 0.45;

/** What they are then divided by (same source). */
export const STD = 0.225;
