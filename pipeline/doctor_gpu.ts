import { findGpu, type GpuFacts, gpuObstacle } from "../runtime/gpu.ts";
import {
  listNvidiaGpus,
  type Machine,
  type NvidiaGpu,
  ProvisionError,
} from "../runtime/install/mod.ts";
import type { DoctorProblem } from "./doctor_report.ts";

/** What a machine has of NVIDIA GPUs and of what they need. */
export interface GpuReport extends GpuFacts {
  /** The GPUs, as far as the driver's tool lists them. */
  readonly gpus: readonly NvidiaGpu[];
}

/**
 * Examines the GPU; opens the CUDA libraries it finds in this process to see whether they open.
 *
 * @returns null where no TensorFlow can be used at all
 */
export async function examineGpu(machine: Machine): Promise<GpuReport | null> {
  try {
    const facts = await findGpu(machine);
    return { ...facts, gpus: facts.driver.present ? await listNvidiaGpus() ?? [] : [] };
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
export function gpuRows({ driver, build, libraries, gpus }: GpuReport): [string, string][] {
  if (!driver.present) return [["GPU", "no NVIDIA GPU"]];
  const release = driver.version === null ? "no driver in the kernel" : `driver ${driver.version}`;
  const names = gpus.map(({ name, memory }) => `${name}, ${memory}`);
  return [
    ...(names.length === 0 ? ["NVIDIA"] : names).map((name): [string, string] => [
      "GPU",
      `${name}, ${release}`,
    ]),
    ["CUDA build", build === null ? "not found" : `from ${build.source}: ${build.library}`],
    ...libraries.map(({ name, path, problem }): [string, string] => [
      "CUDA",
      problem === null ? `${name}: ${path}` : `${name}: ${problem}`,
    ]),
  ];
}
