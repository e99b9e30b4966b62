import { device, type DeviceOptions, openDevice } from "./device.ts";
import { provisionTensorFlow } from "./install/provision.ts";

/**
 * Makes TensorFlow ready: finds or fetches its library, opens it and makes it tfjs's backend. Call
 * it once before any tensor is made; a second call returns at once.
 *
 * @throws {ProvisionError} when the library can neither be found nor fetched
 */
export async function startTensorFlow(options: DeviceOptions = {}): Promise<void> {
  await openDevice(await provisionTensorFlow(), options);
}

/** TensorFlow handles alive: what leak checks compare. */
export function liveHandles(): number {
  return device().binding.getNumOfTensors();
}
