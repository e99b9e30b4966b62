import { cpus } from "node:os";
import { join } from "node:path";
import { locateFfmpeg } from "../../datasets/ffmpeg/mod.ts";
import type { GpuFacts } from "../../runtime/gpu/mod.ts";
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
import { folderBytes } from "../files/folder_bytes.ts";
import { listIfPresent } from "../files/list_if_present.ts";
import { examineGpu, judgeGpu } from "./examine_gpu.ts";
import { type DoctorVideos, examineVideos, judgeVideos } from "./examine_videos.ts";
import type { DoctorProblem } from "./problem.ts";

/** A component that the program needs, as found on this machine. */
export interface DoctorComponent {
  /** Version that it reports; null if it is not installed or does not work. */
  readonly version: string | null;
  /** Path of its file; null if it is not installed. */
  readonly path: string | null;
  /** Where it was found, or what will happen instead, in words. */
  readonly source: string;
}

/** The processor of this machine. */
export interface DoctorProcessor {
  /** Name that the processor reports. */
  readonly name: string;
  /** Number of cores. */
  readonly cores: number;
  /** Which of the features that TensorFlow's fast kernels use it has, the best last. */
  readonly features: readonly string[];
}

/** A folder in the user's cache. */
export interface DoctorCache {
  /** Path of the folder. */
  readonly path: string;
  /** Size of all its files. */
  readonly bytes: number;
}

/** Result of {@linkcode examine}. */
export interface DoctorReport {
  /** Deno's version. */
  readonly deno: string;
  /** The operating system and the kind of processor. */
  readonly machine: Machine;
  /** The processor. */
  readonly processor: DoctorProcessor;
  /** The memory. */
  readonly memory: {
    /** Size of the memory. */
    readonly totalBytes: number;
    /** How much of it is free. */
    readonly availableBytes: number;
  };
  /** TensorFlow's library. */
  readonly tensorflow: DoctorComponent;
  /** NVIDIA GPUs; null if TensorFlow does not run at all. */
  readonly gpu: GpuFacts | null;
  /** The ffmpeg program. */
  readonly ffmpeg: DoctorComponent;
  /** The videos of the data set that was named; null if none was, or it cannot be read. */
  readonly videos: DoctorVideos | null;
  /** The folders that the program keeps in the user's cache. */
  readonly caches: readonly DoctorCache[];
  /** Everything that is wrong. */
  readonly problems: readonly DoctorProblem[];
}

/** The version that the program is tested with; older ones lack functions that it calls. */
const OLDEST_DENO = "2.9.0";

/** Versions before this one are named as old. */
const PRESENT_FFMPEG = "5.0";

/** Memory that training the built-in preset may need. */
const MEMORY_BYTES = 4 * 2 ** 30;

/**
 * Names of the processor features that TensorFlow has kernels for, by their flag in /proc/cpuinfo.
 */
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
 * Examines this machine: what the program needs, where it is, and how to fix each problem. Downloads
 * nothing, but loads an installed TensorFlow into this process to read its version.
 *
 * @param data Folder or list of videos that ffmpeg must be able to decode.
 */
export async function examine(data?: string): Promise<DoctorReport> {
  const machine = thisMachine();
  const { total, available } = Deno.systemMemoryInfo();
  const problems: DoctorProblem[] = [];
  const note: Note = (problem) => {
    if (problem !== null) problems.push(problem);
  };
  note(judgeDeno(Deno.version.deno));
  note(judgeMemory(available));
  note(judgeProcessor(machine));
  const gpu = await examineGpu(machine);
  if (gpu !== null) note(judgeGpu(gpu));
  const ffmpeg = await examineFfmpeg(note);
  return {
    deno: Deno.version.deno,
    machine,
    processor: examineProcessor(machine),
    memory: { totalBytes: total, availableBytes: available },
    tensorflow: await examineTensorFlow(machine, note),
    gpu,
    ffmpeg,
    videos: data === undefined ? null : await examineData(data, ffmpeg, note),
    caches: await measureCaches(),
    problems,
  };
}

/** Adds a problem, if there is one, to the report. */
type Note = (problem: DoctorProblem | null) => void;

function examineProcessor({ flags }: Machine): DoctorProcessor {
  return {
    name: cpus()[0]?.model ?? "unknown",
    cores: navigator.hardwareConcurrency,
    features: [...FEATURES].filter(([flag]) => flags?.has(flag)).map(([, name]) => name),
  };
}

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
    const source = `will be downloaded on first use (${megabytes} MB)`;
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
  const free = Math.floor(bytes / 1e6);
  const needed = Math.ceil(neededBytes / 1e6);
  return {
    what:
      `the disk of ${directory} has ${free} MB of free space, but TensorFlow needs ${needed} MB`,
    remedy: "Free some space, or set XDG_CACHE_HOME to a folder on another disk.",
    fatal: true,
  };
}

async function examineFfmpeg(note: Note): Promise<DoctorComponent> {
  try {
    const ffmpeg = await locateFfmpeg({ downloads: "never" });
    note(judgeFfmpeg(ffmpeg.version));
    return ffmpeg;
  } catch (error) {
    note({ what: messageOf(error), remedy: "", fatal: true });
    return { version: null, path: null, source: "not usable" };
  }
}

/** Returns the problem with a version of ffmpeg, if any. */
export function judgeFfmpeg(version: string): DoctorProblem | null {
  const [, release] = /^n?(\d+\.\d+)/.exec(version) ?? [];
  if (release === undefined || !isOlder(release, PRESENT_FFMPEG)) return null;
  return {
    what:
      `ffmpeg ${version} is old: it lacks newer codecs, and ends at the first of the recordings ` +
      "that were joined in a Matroska file",
    remedy: "Run 'deno task setup', which fetches a newer one if it can, or install one.",
    fatal: false,
  };
}

async function examineData(
  data: string,
  { path, version }: DoctorComponent,
  note: Note,
): Promise<DoctorVideos | null> {
  if (path === null || version === null) return null;
  try {
    const videos = await examineVideos(data, path);
    for (const problem of judgeVideos(videos, version)) note(problem);
    return videos;
  } catch (error) {
    note({ what: messageOf(error), remedy: "", fatal: true });
    return null;
  }
}

function measureCaches(): DoctorCache[] {
  const directory = cacheDirectory();
  const caches: DoctorCache[] = [];
  for (const { name, isDirectory } of listIfPresent(directory)) {
    const path = join(directory, name);
    if (isDirectory) caches.push({ path, bytes: folderBytes(path) });
  }
  return caches.sort((a, b) => a.path < b.path ? -1 : 1);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
