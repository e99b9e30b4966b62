import { dirname } from "node:path";
import { hasCudaBuild, locateCudaBuild } from "./install/cuda_build.ts";
import { findCudaLibraries, type FoundLibrary, openLibraries } from "./install/cuda_libraries.ts";
import { systemLibrarySearch } from "./install/library_search.ts";
import type { TensorFlowLibraries } from "./install/locate_tensorflow.ts";
import type { Machine } from "./install/machine.ts";
import { findNvidiaDriver, type NvidiaDriver } from "./install/nvidia_driver.ts";
import { ProvisionError } from "./install/provision_error.ts";

/** Which device a user asks for: "auto" takes an NVIDIA GPU where one can be used, else the processor. */
export type DeviceRequest = "auto" | "cpu" | "gpu";

/** What decides whether an NVIDIA GPU can be used. */
export interface GpuFacts {
  readonly machine: Pick<Machine, "os" | "arch">;
  readonly driver: NvidiaDriver;
  /** TensorFlow's CUDA build; null where it is not installed. Only looked for where there is a driver. */
  readonly build: TensorFlowLibraries | null;
  /** The CUDA libraries in the order they are opened. Only looked for where there is a build. */
  readonly libraries: readonly FoundLibrary[];
}

/** What stands between a machine and its GPU. */
export interface GpuObstacle {
  /** What is missing. */
  readonly what: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
}

/** Looks for all that a GPU needs, and opens the CUDA libraries, which stay open. */
export async function findGpu(machine: Machine): Promise<GpuFacts> {
  const system = await systemLibrarySearch();
  const driver = await findNvidiaDriver(system);
  const nothing = { machine, driver, build: null, libraries: [] };
  if (driver.library === null) return nothing;
  const build = await locateCudaBuild(machine);
  if (build === null) return nothing;
  const driverLibrary = {
    name: "libcuda.so.1",
    required: true,
    path: driver.library,
    problem: null,
  };
  const libraries = await findCudaLibraries(dirname(build.library), system);
  return { machine, driver, build, libraries: openLibraries([driverLibrary, ...libraries]) };
}

/** The first thing that keeps a machine from using an NVIDIA GPU; null where nothing does. */
export function gpuObstacle({ machine, driver, build, libraries }: GpuFacts): GpuObstacle | null {
  if (!driver.present) {
    return {
      what: "this machine has no NVIDIA GPU",
      remedy: "Use the processor: leave the device at 'auto', or ask for 'cpu'.",
    };
  }
  if (driver.library === null) {
    return {
      what: "the NVIDIA driver's library libcuda.so.1 is not found",
      remedy:
        "Install NVIDIA's driver 525.60.13 or newer; in a container, start it with its GPUs " +
        "(docker run --gpus all).",
    };
  }
  if (!hasCudaBuild(machine)) {
    return {
      what: `there is no CUDA build of TensorFlow for ${machine.os} ${machine.arch}`,
      remedy: "Use a Linux machine with an x86-64 processor.",
    };
  }
  if (build === null) {
    return {
      what: "TensorFlow's CUDA build is not installed",
      remedy: "Run 'deno task setup --gpu'.",
    };
  }
  const unfit = libraries.filter(({ required, problem }) => required && problem !== null);
  if (unfit.length === 0) return null;
  const reasons = unfit.map(({ name, problem }) => `${name}: ${problem}`);
  return {
    what: `CUDA libraries are missing or unfit (${reasons.join("; ")})`,
    remedy: "Run 'deno task setup --gpu', which fetches what the system lacks.",
  };
}

/** The device to use. */
export type DeviceChoice =
  | {
    readonly kind: "cpu";
    /** What the user should know about the choice. */
    readonly remark: string | null;
  }
  | { readonly kind: "gpu"; readonly build: TensorFlowLibraries };

/**
 * Chooses the device. "auto" never fails; where it leaves an NVIDIA GPU unused it says so and why.
 *
 * @throws {ProvisionError} if a GPU is asked for that cannot be used: what is missing, and what to do
 */
export function chooseDevice(request: "auto" | "gpu", facts: GpuFacts): DeviceChoice {
  const obstacle = gpuObstacle(facts);
  if (obstacle === null) return { kind: "gpu", build: facts.build! };
  if (request === "gpu") throw gpuError(obstacle);
  return { kind: "cpu", remark: facts.driver.present ? unusedGpu(obstacle) : null };
}

/** What "auto" says where it leaves an NVIDIA GPU unused, in one line. */
export function unusedGpu({ what, remedy }: GpuObstacle): string {
  return `Using the processor although there is an NVIDIA GPU: ${what}. ${remedy}`;
}

/** The error for a GPU that was asked for and cannot be used. */
export function gpuError({ what, remedy }: GpuObstacle): ProvisionError {
  return new ProvisionError(
    `Cannot start TensorFlow as 'device' must be one that can be used: ` +
      `current value is gpu, but ${what}`,
    { attempts: [], remedies: [remedy] },
  );
}
