import { EagerBinding } from "./bindings/eager_binding.ts";
import { type Pointer, present, type TensorFlowLibrary } from "./ffi/library.ts";
import { listDevices } from "./ffi/list_devices.ts";
import { quietly } from "./ffi/quietly.ts";
import { type OpenDeviceOptions, sessionConfig } from "./session_config.ts";
import { type KernelBackend, NodeJSKernelBackend, tf } from "./tfjs.ts";

/**
 * The tensor device: TensorFlow's library, its eager context, and the binding that runs ops on it.
 */
export interface Device {
  readonly library: TensorFlowLibrary;
  readonly context: Pointer;
  readonly binding: EagerBinding;
  readonly backend: KernelBackend;
  /** Where ops run if they can: "gpu" if TensorFlow lists one. */
  readonly kind: "cpu" | "gpu";
  /** Major number of the GPU's compute capability; null on the processor. */
  readonly gpuCapability: number | null;
  /** What it was opened with. */
  readonly options: OpenDeviceOptions;
}

let current: Device | undefined;

/**
 * Returns the device that {@linkcode openDevice} opened.
 *
 * @throws {Error} If there is none yet.
 */
export function device(): Device {
  if (current === undefined) {
    throw new Error("Cannot use tensors before `await startTensorFlow()`");
  }
  return current;
}

/** What tensors are computed with. */
export interface DeviceInUse {
  /** TensorFlow's version. */
  readonly version: string;
  /** Where ops run if they can. */
  readonly kind: "cpu" | "gpu";
}

/**
 * Returns what tensors are computed with; null if TensorFlow has not been started.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { deviceInUse, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow({ device: "cpu" });
 * assert.equal(deviceInUse()?.kind, "cpu");
 * ```
 */
export function deviceInUse(): DeviceInUse | null {
  if (current === undefined) return null;
  return { version: current.library.version, kind: current.kind };
}

/** Makes TensorFlow tfjs's backend. Only `startTensorFlow` calls it, once. */
export async function openDevice(
  library: TensorFlowLibrary,
  options: OpenDeviceOptions,
): Promise<void> {
  const context = await quietly(() => newContext(library, options));
  const hasGpu = listDevices(library, context).some(({ type }) => type === "GPU");
  const binding = new EagerBinding(library, context, { usesGpu: hasGpu });
  const backend = new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node-gpu");
  tf.registerBackend("tensorflow", () => backend, 3);
  await tf.setBackend("tensorflow");
  current = {
    library,
    context,
    binding,
    backend,
    kind: hasGpu ? "gpu" : "cpu",
    gpuCapability: hasGpu ? options.gpuCapability : null,
    options,
  };
  // Loading the library reads far more of it than running it.
  library.releasePages();
}

/** `TFE_DEVICE_PLACEMENT_SILENT`: an op's inputs are copied to its device if they are elsewhere. */
const SILENT_PLACEMENT = 2;

function newContext(library: TensorFlowLibrary, deviceOptions: OpenDeviceOptions): Pointer {
  const config = sessionConfig(deviceOptions).toBytes();
  const { symbols, status } = library;
  const options = present(symbols.TFE_NewContextOptions(), "TFE_NewContextOptions");
  symbols.TFE_ContextOptionsSetDevicePlacementPolicy(options, SILENT_PLACEMENT);
  symbols.TFE_ContextOptionsSetConfig(options, config, BigInt(config.length), status);
  library.check("TFE_ContextOptionsSetConfig");
  const context = symbols.TFE_NewContext(options, status);
  symbols.TFE_DeleteContextOptions(options);
  library.check("TFE_NewContext");
  return present(context, "TFE_NewContext");
}
