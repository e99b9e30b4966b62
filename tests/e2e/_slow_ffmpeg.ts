import { join } from "node:path";
import { type Misbehavior, writeFakeFfmpeg } from "../datasets/ffmpeg/_fake_ffmpeg.ts";

/** The start of a video, which ffmpeg would read at once, is read as slowly as the rest. */
const SLOWLY: Misbehavior = {
  at: "decode",
  does: 'exec "$FFMPEG" -readrate 8 -readrate_initial_burst 0.01 "$@"',
};

/**
 * Writes an ffmpeg that decodes eight times as fast as a video plays, and no faster. A command that
 * uses it lasts long enough to be disturbed, on any machine. The frames are the same.
 *
 * @returns Variables for the environment of a command that is to use it.
 */
export async function slowFfmpeg(folder: string): Promise<{ FFMPEG_PATH: string }> {
  const own = join(folder, "slow");
  await Deno.mkdir(own);
  return { FFMPEG_PATH: await writeFakeFfmpeg(own, SLOWLY) };
}
