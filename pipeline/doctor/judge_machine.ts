import { cacheDirectory, freeBytes, isOlder, type Machine } from "../../runtime/install/mod.ts";
import type { DoctorProblem } from "./problem.ts";

/** The version that the program is tested with; older ones lack functions that it calls. */
const OLDEST_DENO = "2.9.0";

/** Memory that training the built-in preset may need. */
const MEMORY_BYTES = 4 * 2 ** 30;

/** Returns the problem with a version of Deno, if any. */
export function judgeDeno(version: string): DoctorProblem | null {
  if (!isOlder(version, OLDEST_DENO)) return null;
  return {
    what: `Deno ${version} is older than ${OLDEST_DENO}`,
    remedy: "Run 'deno upgrade', or start commands with 'npx -y deno@2.9.6 task'.",
    fatal: true,
  };
}

/** Returns the problem with an amount of free memory, if any. */
export function judgeMemory(availableBytes: number): DoctorProblem | null {
  if (availableBytes >= MEMORY_BYTES) return null;
  const free = Math.floor(availableBytes / 2 ** 20);
  const needed = MEMORY_BYTES / 2 ** 20;
  return {
    what: `only ${free} MiB of memory are free, but training may need ${needed} MiB`,
    remedy:
      "Close other programs, or train with smaller batches (--set schedule.labeledPerStep=2).",
    fatal: false,
  };
}

/** Returns the problem with a processor's features, if any. */
export function judgeProcessor({ arch, flags }: Machine): DoctorProblem | null {
  if (arch !== "x86_64" || flags === null || flags.has("avx2")) return null;
  return {
    what: "the processor has no AVX2, so training is several times slower",
    remedy: "Use a newer machine; for a virtual machine, select the host's processor model.",
    fatal: false,
  };
}

/** Returns the problem with the disk that TensorFlow is installed on, if any. */
export async function judgeDisk(neededBytes: number): Promise<DoctorProblem | null> {
  const directory = cacheDirectory();
  const bytes = await freeBytes(directory);
  if (bytes >= neededBytes) return null;
  const free = Math.floor(bytes / 1e6);
  const needed = Math.ceil(neededBytes / 1e6);
  return {
    what:
      `the disk of ${directory} has ${free} MB of free space, but TensorFlow needs ${needed} MB`,
    remedy: "Free some space, or set XDG_CACHE_HOME to a folder on another disk.",
    fatal: true,
  };
}
