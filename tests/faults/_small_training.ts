import { join } from "node:path";
import { CommandLine } from "../e2e/_command_line.ts";
import { makeSmallSet } from "../e2e/_small_set.ts";

/** Name of the run that {@linkcode startTraining} starts. */
export const RUN = "mine";

/** Words of a small training on the videos of {@linkcode prepareTraining}. */
export const TRAIN_WORDS = ["train", "--config", "small.json", "--data", "videos", "--name", RUN];

/** Moves a small set of videos and a configuration into a folder. */
export async function prepareTraining(folder: string): Promise<void> {
  const set = await makeSmallSet();
  for (const name of ["small.json", "videos"]) {
    await Deno.rename(join(set, name), join(folder, name));
  }
  await Deno.remove(set);
}

/** Starts a small training whose every step decodes its videos again. */
export function startTraining(folder: string): CommandLine {
  return new CommandLine(folder, [...TRAIN_WORDS, "--set", "data.cacheMebibytes=0"]);
}
