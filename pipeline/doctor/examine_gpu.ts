import {
  checkCudaFolders,
  CUDA_BUILD,
  CUDA_PACKAGES,
  cudaDirectory,
  findGpu,
  type GpuFacts,
  gpuObstacle,
} from "../../runtime/gpu/mod.ts";
import { type Machine, ProvisionError, writeProgress } from "../../runtime/install/mod.ts";
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
    const facts = await findGpu(machine);
    if (facts.build?.folder !== undefined) await examineCuda(note);
    return facts;
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    // What else is wrong is wrong with the build for the processor, too.
    const isChanged = error.cause instanceof ChangedFileError;
    if (isChanged) note({ what: error.message, remedy: "", fatal: true });
    return null;
  }
}

async function examineCuda(note: Note): Promise<void> {
  const changed = await checkCudaFolders(cudaDirectory(), {
    build: CUDA_BUILD,
    packages: CUDA_PACKAGES,
    reporter: writeProgress,
  });
  for (const { message, remedy } of changed) note({ what: message, remedy, fatal: true });
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
