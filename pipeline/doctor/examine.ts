import { join } from "node:path";
import { locateFfmpeg } from "../../datasets/ffmpeg/mod.ts";
import {
  bytesToInstall,
  cacheDirectory,
  checkLibraries,
  defaultLocateOptions,
  locateTensorFlow,
  type Machine,
  machineMemory,
  processorName,
  ProvisionError,
  TENSORFLOW_VERSION,
  tensorFlowVersion,
  thisMachine,
  writeProgress,
} from "../../runtime/install/mod.ts";
import { ChangedFileError } from "../../runtime/wheels/changed_file_error.ts";
import { checkFolder } from "../../runtime/wheels/check_folder.ts";
import { describeError } from "../terminal/describe_error.ts";
import { folderBytes } from "../files/folder_bytes.ts";
import { listIfPresent } from "../files/list_if_present.ts";
import { examineGpu, judgeGpu } from "./examine_gpu.ts";
import { type DoctorVideos, examineVideos, judgeVideos } from "./examine_videos.ts";
import { judgeFfmpeg } from "./judge_ffmpeg.ts";
import { judgeDeno, judgeDisk, judgeMemory, judgeProcessor } from "./judge_machine.ts";
import type { DoctorProblem, Note } from "./problem.ts";
import type { DoctorCache, DoctorComponent, DoctorProcessor, DoctorReport } from "./report.ts";

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
 * nothing, but compares what was installed with what it must be, and loads an installed TensorFlow
 * into this process to read its version.
 *
 * @param data Folder or list of videos that ffmpeg must be able to decode.
 */
export async function examine(data?: string): Promise<DoctorReport> {
  const machine = thisMachine();
  const { total, available } = machineMemory() ?? Deno.systemMemoryInfo();
  const problems: DoctorProblem[] = [];
  const note: Note = (problem) => {
    if (problem !== null) problems.push(problem);
  };
  note(judgeDeno(Deno.version.deno));
  note(judgeMemory(available));
  note(judgeProcessor(machine));
  const gpu = await examineGpu(machine, note);
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
    caches: measureCaches(),
    problems,
  };
}

function examineProcessor({ flags }: Machine): DoctorProcessor {
  return {
    name: processorName(),
    cores: navigator.hardwareConcurrency,
    features: [...FEATURES].filter(([flag]) => flags?.has(flag)).map(([, name]) => name),
  };
}

async function examineTensorFlow(machine: Machine, note: Note): Promise<DoctorComponent> {
  try {
    const report = writeProgress(`TensorFlow ${TENSORFLOW_VERSION}`);
    const options = { ...defaultLocateOptions(machine), report };
    const { libraries } = await locateTensorFlow(options);
    if (libraries !== null) {
      await checkLibraries(libraries, report);
      const version = await tensorFlowVersion(libraries);
      return { version, path: libraries.library, source: libraries.source };
    }
    note(await judgeDisk(bytesToInstall(options.wheel)));
    const megabytes = Math.round(options.wheel.bytes / 1e6);
    const source = `will be downloaded on first use (${megabytes} MB)`;
    return { version: null, path: null, source };
  } catch (error) {
    const problem = error instanceof ProvisionError
      ? error.message
      : `Cannot load TensorFlow ${TENSORFLOW_VERSION}: ${messageOf(error)}`;
    const remedy = /libstdc\+\+|libgcc/.test(problem)
      ? "Install the C++ runtime (Debian and Ubuntu: 'apt-get install libstdc++6')."
      : "";
    note({ what: problem, remedy, fatal: true });
    return { version: null, path: null, source: "not usable" };
  }
}

async function examineFfmpeg(note: Note): Promise<DoctorComponent> {
  try {
    const ffmpeg = await locateFfmpeg({ downloads: "never" });
    note(judgeFfmpeg(ffmpeg.version));
    if (ffmpeg.folder !== undefined) await checkFolder(ffmpeg.folder);
    return ffmpeg;
  } catch (error) {
    const remedy = error instanceof ChangedFileError ? error.remedy : "";
    note({ what: messageOf(error), remedy, fatal: true });
    return { version: null, path: null, source: "not usable" };
  }
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
    note({ what: describeError(error), remedy: "", fatal: true });
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
