import { device } from "../../runtime/device.ts";
import { machineMemory } from "../../runtime/install/machine_memory.ts";
import { fullSizeErrors } from "../models/_full_size.ts";

/** Cases of tests/fixtures/full_size on clips of 8×224×224. */
const CASES = ["slow_r50", "timesformer"];

/**
 * How many times as far from float64 as PyTorch's float32 gradients ours may be: another order of
 * the same operations, which is as good as PyTorch's, gives 0.8 to 1.1.
 */
const LARGEST_RATIO = 1.3;

/** Largest relative error of the loss. */
const LOSS_TOLERANCE = 1e-6;

/** Bytes that the larger network's step takes. */
const NEEDED_MEMORY = 6 * 2 ** 30;

/**
 * Compares the gradients of the networks on two full-size clips with PyTorch's float64 ones, and
 * prints the result.
 *
 * @returns Whether none is too far off.
 */
export async function checkFullSize(): Promise<boolean> {
  const reason = reasonToSkip();
  if (reason !== undefined) {
    console.log(`Full-size gradients are skipped: ${reason}`);
    return true;
  }
  let passed = true;
  for (const name of CASES) {
    const { loss, median, timesFloor } = await fullSizeErrors(name);
    const isNear = timesFloor < LARGEST_RATIO && loss < LOSS_TOLERANCE;
    passed &&= isNear;
    console.log(
      `${isNear ? "" : "FAILED "}${name} on 8×224×224: gradients are off by ` +
        `${median.toExponential(1)} (median), ${timesFloor.toFixed(2)} times PyTorch's float32; ` +
        `the loss by ${loss.toExponential(1)}`,
    );
  }
  return passed;
}

function reasonToSkip(): string | undefined {
  if (device().kind === "gpu") return "a GPU may compute products in TF32";
  const { available } = machineMemory() ?? Deno.systemMemoryInfo();
  if (available >= NEEDED_MEMORY) return undefined;
  const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  return `they need ${gibibytes(NEEDED_MEMORY)} GiB of memory, ${gibibytes(available)} are free`;
}
