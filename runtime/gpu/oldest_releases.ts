/**
 * By library: the oldest release that can be used, as `tensorflow[and-cuda]` 2.21.0 requires it.
 */
export const OLDEST_RELEASES: ReadonlyMap<string, string> = new Map([
  ["libcudart.so.12", "12.5"],
  ["libcudnn.so.9", "9.3"],
  ["libnccl.so.2", "2.27.7"],
]);
