import { SafetensorsReader } from "../../models/safetensors/mod.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { STEPS_KEY } from "./_saved_steps.ts";
import type { RunFolder } from "./run_folder.ts";

/**
 * Returns the step whose weights a run ends its training with, as its results or, before they are
 * written, its files of weights say; undefined if it still trains, or an earlier version trained it.
 *
 * @throws {RunFolderError} If the results are broken.
 * @throws {SafetensorsError} If the file of weights is broken.
 */
export async function readFinalStep(run: RunFolder): Promise<number | undefined> {
  const { steps } = await run.readResults() ?? {};
  if (steps !== undefined) return steps;
  const path = run.weights("primary");
  if (statIfPresent(path) === undefined) return undefined;
  using file = await SafetensorsReader.open(path);
  const saved = file.metadata[STEPS_KEY];
  return saved === undefined ? undefined : Number(saved);
}
