import { bytesPerElement, DataType } from "../ffi/data_types.ts";
import { TensorFlowError } from "../ffi/library.ts";
import { machineMemory } from "../install/machine_memory.ts";

/** `TF_RESOURCE_EXHAUSTED` of tensorflow/c/tf_status.h. */
export const RESOURCE_EXHAUSTED = 8;

/** TensorFlow's names of types where they differ from ours. */
const NAMES: Readonly<Record<string, string>> = {
  float: "float32",
  half: "float16",
  double: "float64",
};

/**
 * Explains TensorFlow's report of exhausted memory: which tensor had no room, how much is free,
 * what to do.
 *
 * @param reason TensorFlow's message.
 * @param memory The machine's memory in bytes. If omitted, what this process may use of it, if reading
 * that is permitted.
 * @returns `reason` itself, if it does not name a tensor.
 */
export function outOfMemory(reason: string, memory = machineMemory()): string {
  const [, sizes, type, kind] =
    /OOM when allocating tensor with shape\[([\d,]*)\] and type (\w+) on \S*device:(\w+)/
      .exec(reason) ?? [];
  const name = NAMES[type ?? ""] ?? type ?? "";
  if (sizes === undefined || !isSizedType(name)) return reason;
  const shape = sizes === "" ? [] : sizes.split(",").map(Number);
  const bytes = shape.reduce((product, size) => product * size, bytesPerElement(DataType[name]));
  const problem = `out of memory for ${name}[${shape}], ${amount(bytes)}`;
  const advice = "make the batch or the clips smaller";
  if (kind !== "CPU") return `${problem}, on the ${kind}: ${advice}`;
  if (memory === undefined) return `${problem}: ${advice}`;
  const free = `${amount(memory.available)} of the machine's ${amount(memory.total)} are free`;
  const factor = bytes / memory.available;
  const fits = factor > 1
    ? `at most 1/${Math.ceil(factor)} of it would fit`
    : "other tensors take the rest";
  return `${problem}, while ${free}: ${advice}; ${fits}`;
}

/**
 * Refuses a compiled function that does not fit into the machine's memory. Running it would kill
 * the process: the system ends it, or it crashes in a convolution that does not check whether its
 * memory was allocated.
 *
 * @param bytes Bytes of the tensors that it holds at once.
 * @throws {TensorFlowError} If there is no room, with the code for exhausted memory.
 */
export function assertFits(name: string, bytes: number, memory = machineMemory()): void {
  if (memory === undefined) return;
  const room = roomIn(memory);
  if (bytes <= room) return;
  throw new TensorFlowError(
    `Cannot compile ${name} as it must fit into memory: it holds ${amount(bytes)} of tensors at ` +
      `once, while there is room for ${amount(room)} of the machine's ${amount(memory.total)}; ` +
      `make the batch or the clips smaller; at most 1/${Math.ceil(bytes / room)} of it would fit`,
    RESOURCE_EXHAUSTED,
  );
}

/**
 * Returns how many bytes of the machine's memory this process may use for tensors; undefined if
 * reading that is not permitted.
 */
export function roomForTensors(memory = machineMemory()): number | undefined {
  return memory === undefined ? undefined : roomIn(memory);
}

/** TensorFlow reuses memory that this process already holds. */
function roomIn({ available }: { readonly available: number }): number {
  return available + Deno.memoryUsage().rss;
}

function isSizedType(name: string): name is Exclude<keyof typeof DataType, "string" | "resource"> {
  return name in DataType && name !== "string" && name !== "resource";
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Returns for example "3.64 TiB". */
function amount(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toPrecision(3))} ${UNITS[unit]}`;
}
