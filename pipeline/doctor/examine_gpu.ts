import { findGpu, type GpuFacts, gpuObstacle } from "../../runtime/gpu/mod.ts";
import { type Machine, ProvisionError } from "../../runtime/install/mod.ts";
import type { DoctorProblem } from "./problem.ts";

/**
 * Examines the GPU: starts its driver and opens the CUDA libraries in this process, to see whether they
 * work.
 *
 * @returns null where no TensorFlow can be used at all
 */
export async function examineGpu(machine: Machine): Promise<GpuFacts | null> {
  try {
    return await findGpu(machine);
  } catch (error) {
    if (error instanceof ProvisionError) return null;
    throw error;
  }
}

/** The problem with a machine's GPU, if it has one. */
export function judgeGpu(facts: GpuFacts): DoctorProblem | null {
  const obstacle = gpuObstacle(facts);
  if (obstacle === null || !facts.driver.present) return null;
  return {
    what: `the NVIDIA GPU is not used: ${obstacle.what}`,
    remedy: obstacle.remedy,
    fatal: false,
  };
}

/** Name and value of each line about the GPU: a single one where there is none. */
export function gpuRows({ driver, answer, build, libraries }: GpuFacts): [string, string][] {
  if (!driver.present) return [["GPU", "no NVIDIA GPU"]];
  const gpus = answer?.gpus ?? [];
  const names = gpus.map(({ name, bytes }) => `${name}, ${(bytes / 2 ** 30).toFixed(1)} GiB`);
  const cuda = answer?.cuda ? [`for CUDA ${answer.cuda} and older`] : [];
  return [
    ...(names.length === 0 ? ["NVIDIA, not usable"] : names).map(row("GPU")),
    row("Driver")([driver.version ?? "release unknown", ...cuda].join(", ")),
    row("CUDA build")(build === null ? "not found" : `from ${build.source}: ${build.library}`),
    ...libraries.map(({ name, path, problem }) => `${name}: ${problem ?? path}`).map(row("CUDA")),
  ];
}

function row(name: string): (value: string) => [string, string] {
  return (value) => [name, value];
}
