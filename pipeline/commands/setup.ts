import { locateFfmpeg } from "../../datasets/ffmpeg/mod.ts";
import {
  CUDA_BUILD,
  CUDA_PACKAGES,
  cudaDirectory,
  type CudaPlan,
  findNvidiaDriver,
  installCuda,
  planCuda,
  requireCudaMachine,
  systemLibrarySearch,
} from "../../runtime/gpu/mod.ts";
import {
  provisionTensorFlow,
  TENSORFLOW_VERSION,
  thisMachine,
  writeProgress,
} from "../../runtime/install/mod.ts";
import { withProgress } from "./with_progress.ts";
import { sum } from "../numbers/sum.ts";

/** Options of `deno task setup`. */
export interface SetupCommandOptions {
  /**
   * Whether to also install TensorFlow's CUDA build and the CUDA libraries that the system lacks.
   */
  readonly gpu: boolean;
}

/**
 * Downloads TensorFlow and ffmpeg unless they are there, prints where they are, and returns the exit
 * code. What could not be downloaded earlier is tried again.
 *
 * @throws {ProvisionError} If TensorFlow cannot be had.
 * @throws {FfmpegError} If there is no ffmpeg.
 */
export async function setupCommand({ gpu }: SetupCommandOptions): Promise<number> {
  const first = "Stopping. What is installed is kept; run the same command again to continue.";
  return await withProgress({ first }, async ({ signal }) => {
    const { library, source } = await provisionTensorFlow({ signal });
    console.log(`TensorFlow ${TENSORFLOW_VERSION} for the processor, from ${source}: ${library}`);
    const ffmpeg = await locateFfmpeg({ downloads: "again", signal });
    console.log(`ffmpeg ${ffmpeg.version}, from ${ffmpeg.source}: ${ffmpeg.path}`);
    if (gpu) await setUpGpu(signal);
    return 0;
  });
}

async function setUpGpu(signal: AbortSignal): Promise<void> {
  requireCudaMachine(thisMachine());
  const system = await systemLibrarySearch();
  const root = cudaDirectory();
  const plan = await planCuda({ root, build: CUDA_BUILD, packages: CUDA_PACKAGES, system });
  for (const line of describeCudaPlan(plan)) console.log(line);
  const reporter = (title: string) => writeProgress(title);
  await installCuda(plan, { python: "python3", reporter, signal });
  console.log(`TensorFlow ${TENSORFLOW_VERSION} for NVIDIA GPUs: ${root}`);
  const { present } = await findNvidiaDriver(system);
  console.log(present ? UNTESTED : "This machine has no NVIDIA GPU: the processor will be used.");
}

/** The CUDA build was installed and opened by its authors, but only on machines without a GPU. */
const UNTESTED =
  "It has not been tested on a GPU yet; 'deno task doctor' shows whether it can use yours.";

/** Describes, in lines, what of CUDA is installed and what will be downloaded. */
export function describeCudaPlan({ missing, installed, onSystem }: CudaPlan): string[] {
  const bytes = sum(missing.map(({ wheel }) => wheel.bytes));
  const lines = [
    ...onSystem.map(({ set, directory }) => `${set}: the system's, in ${directory}`),
    ...installed.map(({ wheel }) => `${wheel.project} ${wheel.version}: already installed`),
  ];
  const download = missing.length === 0
    ? "Nothing to download."
    : `To download: ${missing.length} packages, ${(bytes / 1e9).toFixed(1)} GB`;
  return [...lines, download];
}
