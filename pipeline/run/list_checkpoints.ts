import { join } from "node:path";
import { listIfPresent } from "../files/list_if_present.ts";

/** Lists the paths of the checkpoints in a folder, the newest first; none if the folder is gone. */
export function listCheckpoints(folder: string): string[] {
  return listIfPresent(folder)
    .map(({ name }) => ({ name, step: Number(/^step-(\d+)\.safetensors$/.exec(name)?.[1]) }))
    .filter(({ step }) => Number.isSafeInteger(step))
    .sort((a, b) => b.step - a.step)
    .map(({ name }) => join(folder, name));
}
