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

/** What `setup` was asked to do. */
export interface SetupRequest {
  /** Also install TensorFlow's CUDA build and the CUDA libraries that the system lacks. */
  readonly gpu: boolean;
}

/** Installs the engine, says where it is, and returns the exit code. */
export async function setupCommand({ gpu }: SetupRequest): Promise<number> {
  const { library, source } = await provisionTensorFlow();
  console.log(`TensorFlow ${TENSORFLOW_VERSION} for the processor, from ${source}: ${library}`);
  if (gpu) await setUpGpu();
  return 0;
}

async function setUpGpu(): Promise<void> {
  requireCudaMachine(thisMachine());
  const system = await systemLibrarySearch();
  const root = cudaDirectory();
  const plan = await planCuda({ root, build: CUDA_BUILD, packages: CUDA_PACKAGES, system });
  for (const line of describePlan(plan)) console.log(line);
  await installCuda(plan, { python: "python3", reporter: (title) => writeProgress(title) });
  console.log(`TensorFlow ${TENSORFLOW_VERSION} for NVIDIA GPUs: ${root}`);
  const { present } = await findNvidiaDriver(system);
  console.log(
    present ? UNTRIED : "This machine has no NVIDIA GPU: it goes on using the processor.",
  );
}

/** What was installed and opened by its authors, but on machines without a GPU. */
const UNTRIED =
  "The authors have not run it on a GPU yet; 'deno task doctor' tells what it makes of yours.";

/** What of CUDA is there and what will be fetched, a line each. */
export function describePlan({ missing, installed, onSystem }: CudaPlan): string[] {
  const bytes = missing.reduce((sum, { wheel }) => sum + wheel.bytes, 0);
  return [
    ...onSystem.map(({ set, directory }) => `${set}: the system's, in ${directory}`),
    ...installed.map(({ wheel }) => `${wheel.project} ${wheel.version}: installed already`),
    missing.length === 0
      ? "Nothing is to be fetched."
      : `To be fetched: ${missing.length} wheels, ${(bytes / 1e9).toFixed(1)} GB`,
  ];
}
