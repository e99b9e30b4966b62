/**
 * What is added to a similarity that does not count: after the softmax it gives zero, and unlike -∞
 * it gives no NaN when it is multiplied by zero.
 */
export const EXCLUDED = -1e9;
