import { dirname } from "node:path";
import type { TensorFlowLibraries } from "../install/locate_tensorflow.ts";
import type { Machine } from "../install/machine.ts";
import { requireMachine } from "../install/provision.ts";
import { ProvisionError } from "../wheels/provision_error.ts";
import { askDriver, type DriverAnswer } from "./ask_driver.ts";
import { hasCudaBuild, locateCudaBuild } from "./cuda_build.ts";
import { findCudaLibraries, type FoundLibrary, openLibraries } from "./cuda_libraries.ts";
import { hasDriverLibrary } from "./has_driver_library.ts";
import { libraryFolders, systemLibrarySearch } from "./library_search.ts";
import { findNvidiaDriver, type NvidiaDriver } from "./nvidia_driver.ts";

/**
 * Device that a user asks for: "auto" is an NVIDIA GPU if one can be used, otherwise the processor.
 */
export type DeviceRequest = "auto" | "cpu" | "gpu";

/** What decides whether an NVIDIA GPU can be used. */
export interface GpuFacts {
  readonly machine: Pick<Machine, "os" | "arch">;
  readonly driver: NvidiaDriver;
  /** What the driver reports; null if its library is missing. */
  readonly answer: DriverAnswer | null;
  /**
   * TensorFlow's CUDA build; null if it is not installed. Only searched for if there is a driver.
   */
  readonly build: TensorFlowLibraries | null;
  /** The CUDA libraries in the order they are opened. Only searched for if there is a build. */
  readonly libraries: readonly FoundLibrary[];
}

/** What keeps a machine from using its GPU. */
export interface GpuObstacle {
  /** What is missing. */
  readonly what: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
}

/**
 * Looks for everything that using a GPU needs. Starts the driver and opens the CUDA libraries,
 * which stay open.
 *
 * @throws {ProvisionError} If the machine cannot run TensorFlow, or LIBTENSORFLOW_DIR is set but
 * does not hold a fitting one.
 */
export async function findGpu(machine: Machine): Promise<GpuFacts> {
  requireMachine(machine);
  const system = await (await hasDriverLibrary() ? systemLibrarySearch() : libraryFolders());
  const driver = await findNvidiaDriver(system);
  if (driver.library === null) {
    return { machine, driver, answer: null, build: null, libraries: [] };
  }
  const answer = askDriver(driver.library);
  const build = await locateCudaBuild(machine);
  const isOurs = build?.folder !== undefined;
  const libraries = build === null
    ? []
    : await findCudaLibraries(dirname(build.library), system, { isOurs });
  return { machine, driver, answer, build, libraries: openLibraries(libraries) };
}

/** Returns the first thing that keeps a machine from using an NVIDIA GPU; null if there is none. */
export function gpuObstacle(facts: GpuFacts): GpuObstacle | null {
  return driverObstacle(facts) ?? cudaObstacle(facts);
}

/** Major CUDA release of the libraries: a driver supports its own release and older ones. */
const OLDEST_CUDA = 12;
const NEEDED_DRIVER = "NVIDIA's driver 525.60.13 or newer";

function driverObstacle({ driver, answer }: GpuFacts): GpuObstacle | null {
  if (!driver.present) {
    return {
      what: "this machine has no NVIDIA GPU",
      remedy: "Use the processor: leave the device at 'auto', or ask for 'cpu'.",
    };
  }
  if (answer === null) {
    return {
      what: "the NVIDIA driver's library libcuda.so.1 is not found",
      remedy:
        `Install ${NEEDED_DRIVER}; in a container, start it with its GPUs (docker run --gpus all).`,
    };
  }
  if (answer.problem !== null) {
    return {
      what: `the NVIDIA driver does not start (${answer.problem})`,
      remedy: "See whether nvidia-smi runs; CUDA_VISIBLE_DEVICES may hide the GPU.",
    };
  }
  if (answer.cuda !== null && Number.parseInt(answer.cuda) < OLDEST_CUDA) {
    return {
      what: `the NVIDIA driver supports CUDA up to ${answer.cuda}, CUDA ${OLDEST_CUDA} is needed`,
      remedy: `Install ${NEEDED_DRIVER}.`,
    };
  }
  if (answer.gpus.length > 0) return null;
  return {
    what: "the NVIDIA driver offers no GPU to this process",
    remedy: "See what nvidia-smi lists; CUDA_VISIBLE_DEVICES may hide the GPU.",
  };
}

function cudaObstacle({ machine, build, libraries }: GpuFacts): GpuObstacle | null {
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
    remedy: "Run 'deno task setup --gpu', which downloads what the system lacks.",
  };
}

/** The device that {@linkcode chooseDevice} chooses. */
export type DeviceChoice =
  | {
    readonly kind: "cpu";
    /** What the user should know about the choice. */
    readonly remark: string | null;
  }
  | {
    readonly kind: "gpu";
    /** TensorFlow's CUDA build. */
    readonly build: TensorFlowLibraries;
    /** Major number of the smallest compute capability of the GPUs. */
    readonly capability: number;
  };

/**
 * Chooses the device. "auto" never fails; if it leaves an NVIDIA GPU unused, the remark says so and
 * why.
 *
 * @throws {ProvisionError} If a GPU is asked for and cannot be used; the message says why and what
 * to do.
 */
export function chooseDevice(request: "auto" | "gpu", facts: GpuFacts): DeviceChoice {
  const obstacle = gpuObstacle(facts);
  if (obstacle === null) {
    // Without an obstacle there is an answer and a build.
    const capability = Math.min(...facts.answer!.gpus.map(({ capability }) => capability));
    return { kind: "gpu", build: facts.build!, capability };
  }
  if (request === "gpu") throw gpuError(obstacle);
  return { kind: "cpu", remark: facts.driver.present ? unusedGpu(obstacle) : null };
}

/** Returns the line that says that "auto" leaves an NVIDIA GPU unused. */
export function unusedGpu({ what, remedy }: GpuObstacle): string {
  return `Using the processor although there is an NVIDIA GPU: ${what}. ${remedy}`;
}

/** Creates the error for a GPU that was asked for and cannot be used. */
export function gpuError({ what, remedy }: GpuObstacle): ProvisionError {
  return new ProvisionError(
    `Cannot compute on the device gpu as ${what}`,
    { attempts: [], remedies: [remedy] },
  );
}
