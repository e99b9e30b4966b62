import { device, openDevice } from "./device.ts";
import { TensorFlowLibrary } from "./ffi/library.ts";
import {
  chooseDevice,
  type DeviceRequest,
  gpuError,
  type GpuObstacle,
  gpuSearch,
  unusedGpu,
} from "./gpu/mod.ts";
import { checkLibraries } from "./install/check_libraries.ts";
import type { TensorFlowLibraries } from "./install/locate_tensorflow.ts";
import { provisionTensorFlow } from "./install/provision.ts";
import { keepKernels } from "./kernel_cache/keep_kernels.ts";
import type { DeviceOptions, OpenDeviceOptions } from "./session_config.ts";

/** Options of {@linkcode startTensorFlow}. */
export interface StartOptions extends DeviceOptions {
  /**
   * Device that ops run on: the processor, an NVIDIA GPU, or "auto" for a GPU where one can be
   * used.
   *
   * @default "auto"
   */
  readonly device?: DeviceRequest | undefined;
  /**
   * Called with one line if "auto" leaves an NVIDIA GPU unused.
   *
   * @default console.error
   */
  readonly notify?: ((line: string) => void) | undefined;
  /** Ends a download that the first call has started, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** More than machines have processors: with far more, the system runs out of threads. */
const MOST_THREADS = 1024;

/** The running or finished start, and the options it was called with. */
let started: {
  readonly threads: number | undefined;
  readonly device: DeviceRequest;
  readonly ready: Promise<void>;
} | undefined;

/**
 * Starts TensorFlow: finds or downloads its library, opens it and makes it tfjs's backend. Call it
 * once before any tensor is made; a second call waits for the first, or returns at once if that has
 * finished. After a failure the next call tries again.
 *
 * @throws {ProvisionError} If the library can be neither found nor downloaded, was changed in the
 * user's cache, or `device` is "gpu" and no GPU can be used.
 * @throws {RangeError} If `threads` is not an integer from 1 to 1024, `threadsPerOp` not one from 1 to
 * `threads`, or `threads` or `device` differs from the first call.
 * @throws {unknown} If the signal is aborted while the library is downloaded: its reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow({ device: "cpu" });
 * assert.equal(tf.add(1, 2).arraySync(), 3);
 * ```
 */
export async function startTensorFlow(options: StartOptions = {}): Promise<void> {
  const { threads, threadsPerOp, device } = options;
  requireThreads("threads", threads, MOST_THREADS);
  requireThreads("threadsPerOp", threadsPerOp, threads ?? MOST_THREADS);
  if (started === undefined) {
    const request = device ?? "auto";
    started = { threads, device: request, ready: start(request, options) };
  } else {
    requireSame("threads", threads, started.threads ?? "omitted, for all usable processors");
    requireSame("device", device, started.device);
  }
  await started.ready;
}

function requireThreads(name: string, threads: number | undefined, most: number): void {
  if (threads === undefined) return;
  if (Number.isInteger(threads) && threads >= 1 && threads <= most) return;
  throw new RangeError(
    `Cannot start TensorFlow as '${name}' must be an integer from 1 to ${most}: current ` +
      `value is ${threads}`,
  );
}

/**
 * As many threads as this process may use processors. TensorFlow counts all that it sees, also those
 * of which a control group leaves it no time, as that of a container does.
 */
function usableThreads(): number | undefined {
  const processors = navigator.hardwareConcurrency;
  return processors <= MOST_THREADS ? processors : undefined;
}

function requireSame(
  name: string,
  value: number | string | undefined,
  first: number | string,
): void {
  if (value === undefined || value === first) return;
  throw new RangeError(
    `Cannot start TensorFlow again as '${name}' must be as at its first start (${first}): ` +
      `current value is ${value}`,
  );
}

async function start(
  request: DeviceRequest,
  options: StartOptions,
): Promise<void> {
  const { threads = usableThreads(), notify = (line) => console.error(line), signal } = options;
  const { threadsPerOp } = options;
  try {
    const gpu = request === "cpu" ? null : await findUsableGpu(request, notify);
    if (gpu === null) {
      await open(await provisionTensorFlow({ signal }), {
        threads,
        threadsPerOp,
        gpuCapability: null,
      });
      return;
    }
    await open(gpu.build, { threads, gpuCapability: gpu.capability });
    if (device().kind === "gpu") return;
    if (request === "gpu") throw gpuError(NO_GPU_LISTED);
    notify(unusedGpu(NO_GPU_LISTED));
  } catch (error) {
    started = undefined;
    throw error;
  }
}

/** Opens the libraries; if that fails, finds out whether they were changed. */
async function open(libraries: TensorFlowLibraries, options: OpenDeviceOptions): Promise<void> {
  try {
    // First, as the system's loader reads the environment, which keeping kernels changes.
    const library = await TensorFlowLibrary.open(libraries);
    await keepKernels(libraries.library, () => openDevice(library, options));
  } catch (error) {
    await checkLibraries(libraries);
    throw error;
  }
}

/** Finds TensorFlow's CUDA build and what the GPU can do; null if the processor is to be used. */
async function findUsableGpu(request: "auto" | "gpu", notify: (line: string) => void) {
  const choice = chooseDevice(request, await gpuSearch.finish());
  if (choice.kind === "gpu") return choice;
  if (choice.remark !== null) notify(choice.remark);
  return null;
}

const NO_GPU_LISTED: GpuObstacle = {
  what: "TensorFlow lists no GPU, though its CUDA libraries open",
  remedy: "TF_CPP_MIN_LOG_LEVEL=0 shows why; CUDA_VISIBLE_DEVICES may hide it.",
};

/**
 * Returns the number of TensorFlow's tensors that are alive, for leak checks.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { liveHandles, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const before = liveHandles();
 * const sum = tf.tidy(() => tf.add(1, 2));
 * assert.equal(liveHandles(), before + 1);
 * sum.dispose();
 * ```
 */
export function liveHandles(): number {
  return device().binding.getNumOfTensors();
}
