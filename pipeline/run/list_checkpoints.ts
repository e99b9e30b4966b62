import { join } from "node:path";

/** Lists the paths of the checkpoints in a folder, the newest first. */
export function listCheckpoints(folder: string): string[] {
  return [...Deno.readDirSync(folder)]
    .map(({ name }) => ({ name, step: Number(/^step-(\d+)\.safetensors$/.exec(name)?.[1]) }))
    .filter(({ step }) => Number.isSafeInteger(step))
    .sort((a, b) => b.step - a.step)
    .map(({ name }) => join(folder, name));
}
