import { device, type DeviceOptions, openDevice } from "./device.ts";
import { provisionTensorFlow } from "./install/provision.ts";

/** The start under way or done, and what it was asked for. */
let started: { readonly threads: number | undefined; readonly ready: Promise<void> } | undefined;

/**
 * Makes TensorFlow ready: finds or fetches its library, opens it and makes it tfjs's backend. Call
 * it once before any tensor is made; a second call waits for the first, or returns at once when that
 * is done. After a failure a call tries again.
 *
 * @throws {ProvisionError} when the library can neither be found nor fetched
 * @throws {RangeError} when `threads` is not an integer from 1 to 127, or not what the device was
 * started with
 */
export async function startTensorFlow(options: DeviceOptions = {}): Promise<void> {
  const { threads } = options;
  if (started === undefined) {
    started = { threads, ready: start(options) };
  } else if (threads !== undefined && threads !== started.threads) {
    const running = started.threads ?? "left out, for all processors";
    throw new RangeError(
      `Cannot start TensorFlow anew as 'threads' must be as at its first start (${running}): ` +
        `current value is ${threads}`,
    );
  }
  await started.ready;
}

async function start(options: DeviceOptions): Promise<void> {
  try {
    await openDevice(await provisionTensorFlow(), options);
  } catch (error) {
    started = undefined;
    throw error;
  }
}

/** TensorFlow handles alive: what leak checks compare. */
export function liveHandles(): number {
  return device().binding.getNumOfTensors();
}
