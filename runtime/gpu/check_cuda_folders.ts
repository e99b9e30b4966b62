import { join } from "node:path";
import { ChangedFileError } from "../wheels/changed_file_error.ts";
import { checkFolder } from "../wheels/check_folder.ts";
import { findMisfit } from "../wheels/find_misfit.ts";
import type { PinnedFolder } from "../wheels/pinned_folder.ts";
import type { ReportProgress } from "../wheels/progress.ts";
import type { Wheel } from "../wheels/wheel.ts";
import { BUILD_FOLDER, CUDA_SETUP } from "./cuda_build.ts";
import type { CudaPackage } from "./cuda_package.ts";

/** Options of {@linkcode checkCudaFolders}. */
export interface CheckCudaOptions {
  /** Wheel of TensorFlow's CUDA build. */
  readonly build: Wheel;
  /** NVIDIA's packages. */
  readonly packages: readonly CudaPackage[];
  /** Creates the reporter of one folder's progress. */
  readonly reporter: (title: string) => ReportProgress;
}

/**
 * Reads what `deno task setup --gpu` has installed and compares it with what was installed, which
 * takes many seconds.
 *
 * @param root Folder that holds `tensorflow/` and `nvidia/`.
 * @returns The changed files; of each folder the first.
 */
export async function checkCudaFolders(
  root: string,
  { build, packages, reporter }: CheckCudaOptions,
): Promise<ChangedFileError[]> {
  const parts = [
    { wheel: build, path: join(root, BUILD_FOLDER) },
    ...packages.map(({ wheel, folder }) => ({ wheel, path: join(root, "nvidia", folder) })),
  ];
  const changed: ChangedFileError[] = [];
  for (const { wheel, path } of parts) {
    const folder: PinnedFolder = { path, files: wheel.members, command: CUDA_SETUP };
    // A folder that was not installed.
    if ((await findMisfit(folder))?.isMissing) continue;
    try {
      await checkFolder(folder, reporter(`${wheel.project} ${wheel.version}`));
    } catch (error) {
      if (!(error instanceof ChangedFileError)) throw error;
      changed.push(error);
    }
  }
  return changed;
}
