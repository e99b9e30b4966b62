import type { Config } from "../config/config.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { withOrigins } from "./with_origins.ts";

/**
 * Requires that the files of initial weights are those that a run started from. Where one is gone,
 * none is compared.
 *
 * @param config The run's configuration, with whole paths.
 * @throws {RunFolderError} If a file has changed.
 * @throws {TensorFileError} If a file cannot be read.
 */
export async function requireSameWeights({ path: run }: RunFolder, config: Config): Promise<void> {
  const { primaryOrigin, auxiliaryOrigin, ...files } = config.weights;
  const paths = Object.values(files);
  if (paths.some((path) => statIfPresent(path) === undefined)) return;
  const { weights: now } = await withOrigins({ ...config, weights: files });
  const origins = [[primaryOrigin, now.primaryOrigin], [auxiliaryOrigin, now.auxiliaryOrigin]];
  for (const [before, found] of origins) {
    if (before === undefined || before.sha256 === found?.sha256) continue;
    throw new RunFolderError(
      `Cannot compare with ${run} as the weights that it started from must be unchanged: their ` +
        `SHA-256 was ${before.sha256}, and is ${found?.sha256}. Remove the run, or give another ` +
        "--name",
    );
  }
}
