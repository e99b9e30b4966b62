import { locateCudaBuild } from "../../runtime/gpu/cuda_build.ts";
import {
  checkCudaFolders,
  CUDA_BUILD,
  CUDA_PACKAGES,
  cudaDirectory,
  findGpu,
  findNvidiaDriver,
  type GpuFacts,
  gpuObstacle,
  systemLibrarySearch,
} from "../../runtime/gpu/mod.ts";
import {
  type Machine,
  ProvisionError,
  requireMachine,
  writeProgress,
} from "../../runtime/install/mod.ts";
import { ChangedFileError } from "../../runtime/wheels/changed_file_error.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import type { DoctorProblem, Note } from "./problem.ts";

/**
 * Examines the GPU: starts its driver and opens the CUDA libraries in this process, to see whether
 * they work, after those that were installed have been compared with what they must be.
 *
 * @returns What was found; null if TensorFlow, or its CUDA build, cannot be used at all.
 */
export async function examineGpu(machine: Machine, note: Note): Promise<GpuFacts | null> {
  try {
    // A changed library may end this process when it is opened, before anything is reported.
    if (await hasInstalledBuild(machine) && await hasChanged(note)) return null;
    return await findGpu(machine);
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    // What else is wrong is wrong with the build for the processor, too.
    const isChanged = error.cause instanceof ChangedFileError;
    if (isChanged) note({ what: error.message, remedy: "", fatal: true });
    return null;
  }
}

/** Whether there is a driver for a CUDA build that `deno task setup --gpu` has installed. */
async function hasInstalledBuild(machine: Machine): Promise<boolean> {
  requireMachine(machine);
  const { library } = await findNvidiaDriver(await systemLibrarySearch());
  return library !== null && (await locateCudaBuild(machine))?.folder !== undefined;
}

/** Whether a file of the CUDA libraries is not what was installed; notes each. */
async function hasChanged(note: Note): Promise<boolean> {
  const changed = await checkCudaFolders(cudaDirectory(), {
    build: CUDA_BUILD,
    packages: CUDA_PACKAGES,
    reporter: writeProgress,
  });
  for (const { message, remedy } of changed) note({ what: message, remedy, fatal: true });
  return changed.length > 0;
}

/** Returns the problem with a machine's GPU, if it has one. */
export function judgeGpu(facts: GpuFacts): DoctorProblem | null {
  const obstacle = gpuObstacle(facts);
  if (obstacle === null || !facts.driver.present) return null;
  return {
    what: `the NVIDIA GPU is not used: ${obstacle.what}`,
    remedy: obstacle.remedy,
    fatal: false,
  };
}

/** Returns name and value of each line about the GPU: a single one if there is none. */
export function gpuRows({ driver, answer, build, libraries }: GpuFacts): [string, string][] {
  if (!driver.present) return [["GPU", "no NVIDIA GPU"]];
  const rows: [string, string][] = (answer?.gpus ?? []).map(({ name, bytes }) => [
    "GPU",
    `${name}, ${formatBytes(bytes)}`,
  ]);
  if (rows.length === 0) rows.push(["GPU", "NVIDIA, not usable"]);
  const release = driver.version ?? "release unknown";
  rows.push(["Driver", answer?.cuda ? `${release}, for CUDA ${answer.cuda} and older` : release]);
  rows.push([
    "CUDA build",
    build === null ? "not found" : `from ${build.source}: ${build.library}`,
  ]);
  for (const { name, path, problem } of libraries) {
    rows.push(["CUDA", `${name}: ${problem ?? path}`]);
  }
  return rows;
}
