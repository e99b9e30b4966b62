import { reasonOf } from "../wheels/reason_of.ts";

/** A GPU, as NVIDIA's driver describes it. */
export interface NvidiaGpu {
  /** For example "NVIDIA H200". */
  readonly name: string;
  /** Its memory in bytes. */
  readonly bytes: number;
  /** The major number of its compute capability: 8 for Ampere, 9 for Hopper. */
  readonly capability: number;
}

/** What NVIDIA's driver reports. */
export interface DriverAnswer {
  /** Why the driver cannot be used, such as "CUDA_ERROR_NO_DEVICE"; null if it can. */
  readonly problem: string | null;
  /**
   * The newest CUDA release that it supports, for example "12.8"; null if it does not report one.
   */
  readonly cuda: string | null;
  /** The GPUs it offers to this process, in the order of their numbers. */
  readonly gpus: readonly NvidiaGpu[];
}

/**
 * Starts NVIDIA's driver in this process, as TensorFlow does later, and asks which GPUs it offers.
 *
 * @param library Path of libcuda.so.1.
 */
export function askDriver(library: string): DriverAnswer {
  let driver: Deno.DynamicLibrary<typeof FUNCTIONS>;
  try {
    driver = Deno.dlopen(library, FUNCTIONS);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return { problem: reasonOf(error), cuda: null, gpus: [] };
  }
  // It stays open: TensorFlow uses it next.
  const { symbols } = driver;
  const cuda = cudaVersion(symbols);
  const code = symbols.cuInit(0);
  if (code !== SUCCESS) return { problem: nameOf(code, symbols), cuda, gpus: [] };
  const count = new BigUint64Array(1);
  symbols.cuDeviceGetCount(count);
  const gpus = Array.from({ length: Number(count[0]) }, (_, index) => describeGpu(index, symbols));
  return { problem: null, cuda, gpus };
}

type DriverFunctions = Deno.DynamicLibrary<typeof FUNCTIONS>["symbols"];

function cudaVersion(symbols: DriverFunctions): string | null {
  const number = new BigUint64Array(1);
  if (symbols.cuDriverGetVersion(number) !== SUCCESS) return null;
  const version = Number(number[0]);
  return `${Math.floor(version / 1000)}.${Math.floor(version % 1000 / 10)}`;
}

function describeGpu(index: number, symbols: DriverFunctions): NvidiaGpu {
  const name = new Uint8Array(NAME_BYTES);
  symbols.cuDeviceGetName(name, NAME_BYTES, index);
  const bytes = new BigUint64Array(1);
  symbols.cuDeviceTotalMem_v2(bytes, index);
  // The driver writes 32 of the 64 bits.
  const capability = new BigUint64Array(1);
  symbols.cuDeviceGetAttribute(capability, CAPABILITY_MAJOR, index);
  return {
    name: new TextDecoder().decode(name.subarray(0, name.indexOf(0))),
    bytes: Number(bytes[0]),
    capability: Number(capability[0]),
  };
}

function nameOf(code: number, symbols: DriverFunctions): string {
  const address = new BigUint64Array(1);
  const text = symbols.cuGetErrorName(code, address) === SUCCESS
    ? Deno.UnsafePointer.create(address[0] ?? 0n)
    : null;
  return text === null ? `error ${code}` : Deno.UnsafePointerView.getCString(text);
}

/** Source: cuda.h of the CUDA 12 toolkit. Devices are numbers. */
const FUNCTIONS = {
  cuInit: { parameters: ["u32"], result: "i32" },
  cuDriverGetVersion: { parameters: ["buffer"], result: "i32" },
  cuGetErrorName: { parameters: ["i32", "buffer"], result: "i32" },
  cuDeviceGetCount: { parameters: ["buffer"], result: "i32" },
  cuDeviceGetName: { parameters: ["buffer", "i32", "i32"], result: "i32" },
  cuDeviceGetAttribute: { parameters: ["buffer", "i32", "i32"], result: "i32" },
  cuDeviceTotalMem_v2: { parameters: ["buffer", "i32"], result: "i32" },
} as const;

const SUCCESS = 0;
const NAME_BYTES = 256;
/** `CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR`. */
const CAPABILITY_MAJOR = 75;
