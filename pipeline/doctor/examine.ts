import { cpus } from "node:os";
import { join } from "node:path";
import { locateFfmpeg } from "../../datasets/ffmpeg/mod.ts";
import {
  bytesToInstall,
  cacheDirectory,
  defaultLocateOptions,
  freeBytes,
  isOlder,
  locateTensorFlow,
  type Machine,
  ProvisionError,
  TENSORFLOW_VERSION,
  tensorFlowVersion,
  thisMachine,
} from "../../runtime/install/mod.ts";
import type { GpuFacts } from "../../runtime/gpu/mod.ts";
import { examineGpu, judgeGpu } from "./examine_gpu.ts";
import type { DoctorProblem } from "./problem.ts";

/** Something the program needs, as found on this machine. */
export interface DoctorComponent {
  /** Version it reports itself; null when it is not here or does not work. */
  readonly version: string | null;
  /** Path of its file; null when it is not here. */
  readonly path: string | null;
  /** Where it was found, or what will happen instead, in words. */
  readonly source: string;
}

/** What {@linkcode examine} found. */
export interface DoctorReport {
  /** Deno's version. */
  readonly deno: string;
  readonly machine: Machine;
  readonly processor: {
    /** Name the processor gives itself. */
    readonly name: string;
    readonly cores: number;
    /** Which of its features TensorFlow's fast kernels use are there, best last. */
    readonly features: readonly string[];
  };
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number };
  readonly tensorflow: DoctorComponent;
  /** NVIDIA GPUs; null where TensorFlow does not run in the first place. */
  readonly gpu: GpuFacts | null;
  readonly ffmpeg: DoctorComponent;
  /** The folders the program keeps in the user's cache. */
  readonly caches: readonly { readonly path: string; readonly bytes: number }[];
  readonly problems: readonly DoctorProblem[];
}

/** The version the program is tested with; older ones lack functions it calls. */
const OLDEST_DENO = "2.9.0";

/** What training the built-in preset may use. */
const MEMORY_BYTES = 4 * 2 ** 30;

/** Processor features that TensorFlow has kernels for, by their names in /proc/cpuinfo. */
const FEATURES: ReadonlyMap<string, string> = new Map([
  ["avx2", "AVX2"],
  ["fma", "FMA"],
  ["avx512f", "AVX512"],
  ["avx512_bf16", "AVX512_BF16"],
  ["amx_bf16", "AMX"],
  ["asimd", "NEON"],
  ["bf16", "BF16"],
  ["sve", "SVE"],
]);

/**
 * Examines this machine: what the program needs, where it is, and what to do about each problem. Fetches no
 * TensorFlow, but loads the one it finds into this process to ask for its version.
 */
export async function examine(): Promise<DoctorReport> {
  const machine = thisMachine();
  const { total, available } = Deno.systemMemoryInfo();
  const problems: DoctorProblem[] = [];
  const note = (problem: DoctorProblem | null) => {
    if (problem !== null) problems.push(problem);
  };
  note(judgeDeno(Deno.version.deno));
  note(judgeMemory(available));
  note(judgeProcessor(machine));
  const gpu = await examineGpu(machine);
  if (gpu !== null) note(judgeGpu(gpu));
  return {
    deno: Deno.version.deno,
    machine,
    processor: {
      name: cpus()[0]?.model ?? "unknown",
      cores: navigator.hardwareConcurrency,
      features: [...FEATURES].filter(([flag]) => machine.flags?.has(flag)).map(([, name]) => name),
    },
    memory: { totalBytes: total, availableBytes: available },
    tensorflow: await examineTensorFlow(machine, note),
    gpu,
    ffmpeg: await examineFfmpeg(note),
    caches: await measureCaches(),
    problems,
  };
}

/** The problem with a version of Deno, if any. */
export function judgeDeno(version: string): DoctorProblem | null {
  if (!isOlder(version, OLDEST_DENO)) return null;
  return {
    what: `Deno ${version} is older than ${OLDEST_DENO}`,
    remedy: "Run 'deno upgrade', or start commands with 'npx -y deno@2.9.6 task'.",
    fatal: true,
  };
}

/** The problem with an amount of free memory in bytes, if any. */
export function judgeMemory(availableBytes: number): DoctorProblem | null {
  if (availableBytes >= MEMORY_BYTES) return null;
  return {
    what:
      `only ${Math.floor(availableBytes / 2 ** 20)} MiB of memory are free, training may need ` +
      `${MEMORY_BYTES / 2 ** 20} MiB`,
    remedy: "Close other programs, or train with smaller batches.",
    fatal: false,
  };
}

/** The problem with a processor's features, if any. */
export function judgeProcessor({ arch, flags }: Machine): DoctorProblem | null {
  if (arch !== "x86_64" || flags === null || flags.has("avx2")) return null;
  return {
    what: "the processor has no AVX2, so training is several times slower",
    remedy: "Use a newer machine; in a virtual machine, ask for the host's processor model.",
    fatal: false,
  };
}

type Note = (problem: DoctorProblem | null) => void;

async function examineTensorFlow(machine: Machine, note: Note): Promise<DoctorComponent> {
  try {
    const options = defaultLocateOptions(machine);
    const { libraries } = await locateTensorFlow(options);
    if (libraries !== null) {
      const version = tensorFlowVersion(libraries);
      return { version, path: libraries.library, source: libraries.source };
    }
    note(await judgeDisk(bytesToInstall(options.wheel)));
    const megabytes = Math.round(options.wheel.bytes / 1e6);
    const source = `would be fetched on first use (${megabytes} MB over the network)`;
    return { version: null, path: null, source };
  } catch (error) {
    const what = error instanceof ProvisionError
      ? error.message
      : `Cannot load TensorFlow ${TENSORFLOW_VERSION}: ${messageOf(error)}`;
    const remedy = /libstdc\+\+|libgcc/.test(what)
      ? "Install the C++ runtime (Debian and Ubuntu: 'apt-get install libstdc++6')."
      : "";
    note({ what, remedy, fatal: true });
    return { version: null, path: null, source: "not usable" };
  }
}

async function judgeDisk(neededBytes: number): Promise<DoctorProblem | null> {
  const directory = cacheDirectory();
  const bytes = await freeBytes(directory);
  if (bytes >= neededBytes) return null;
  return {
    what:
      `${directory} has ${Math.floor(bytes / 1e6)} MB of free space, fetching TensorFlow needs ` +
      `${Math.ceil(neededBytes / 1e6)} MB`,
    remedy: "Free some space, or let XDG_CACHE_HOME name a folder on another disk.",
    fatal: true,
  };
}

async function examineFfmpeg(note: Note): Promise<DoctorComponent> {
  try {
    return await locateFfmpeg();
  } catch (error) {
    note({ what: messageOf(error), remedy: "", fatal: true });
    return { version: null, path: null, source: "not usable" };
  }
}

async function measureCaches(): Promise<{ path: string; bytes: number }[]> {
  const directory = cacheDirectory();
  const caches: { path: string; bytes: number }[] = [];
  for (const entry of await entriesOf(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory) caches.push({ path, bytes: await bytesIn(path) });
  }
  return caches.sort((a, b) => a.path < b.path ? -1 : 1);
}

async function bytesIn(directory: string): Promise<number> {
  let bytes = 0;
  for (const entry of await entriesOf(directory)) {
    const path = join(directory, entry.name);
    bytes += entry.isDirectory ? await bytesIn(path) : (await Deno.lstat(path)).size;
  }
  return bytes;
}

async function entriesOf(directory: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(directory));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
