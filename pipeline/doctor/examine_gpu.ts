import { findGpu, type GpuFacts, gpuObstacle } from "../../runtime/gpu/mod.ts";
import { type Machine, ProvisionError } from "../../runtime/install/mod.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import type { DoctorProblem } from "./problem.ts";

/**
 * Examines the GPU: starts its driver and opens the CUDA libraries in this process, to see whether
 * they work.
 *
 * @returns What was found; null if TensorFlow cannot be used at all.
 */
export async function examineGpu(machine: Machine): Promise<GpuFacts | null> {
  try {
    return await findGpu(machine);
  } catch (error) {
    if (error instanceof ProvisionError) return null;
    throw error;
  }
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
