import { Message } from "./protobuf/message.ts";

/** Options of the tensor device. */
export interface DeviceOptions {
  /**
   * Number of threads that compute, 1 to 1024. If omitted, as many as it may use processors.
   */
  readonly threads?: number | undefined;
  /**
   * Number of threads that one op may use, 1 to `threads`. With 1, compiled networks compute a batch
   * in parts, one on each thread: faster than if several threads share each op, if the batch has at
   * least as many samples as there are threads. Ignored on a GPU, and after the first start, as it
   * changes nothing but speed and rounding.
   *
   * @default threads
   */
  readonly threadsPerOp?: number | undefined;
}

/** Options of `openDevice`. */
export interface OpenDeviceOptions extends DeviceOptions {
  /** Major number of the compute capability of the NVIDIA GPUs to use; null to use none. */
  readonly gpuCapability: number | null;
}

/**
 * Returns a `tensorflow.ConfigProto`: `intra_op_parallelism_threads` (field 2) and
 * `inter_op_parallelism_threads` (field 5); then either `device_count` (field 1) with no GPU, or
 * `gpu_options` (field 6) with `allow_growth` (field 4), without which TensorFlow takes all of a
 * GPU's memory at once.
 */
export function sessionConfig(
  { threads, threadsPerOp = threads, gpuCapability }: OpenDeviceOptions,
): Message {
  const config = new Message();
  if (threadsPerOp !== undefined) config.integer(2, threadsPerOp);
  if (threads !== undefined) config.integer(5, threads);
  return gpuCapability === null
    ? config.message(1, new Message().text(1, "GPU").integer(2, 0))
    : config.message(6, new Message().integer(4, true));
}
