import { timesMisbehaved } from "../datasets/ffmpeg/_fake_ffmpeg.ts";
import { ffmpegsIn } from "./_processes.ts";

/** What a fake ffmpeg does to hang: another process than the script's hangs, and names its folder. */
export const HANGS = 'tail -n 0 -f "$0"; exit';

/**
 * Whether a fake ffmpeg hangs by now. Its processes alone do not say so: a script that is about to
 * start the real one is among them.
 */
export async function isHanging(ffmpegPath: string): Promise<boolean> {
  return await timesMisbehaved(ffmpegPath) > 0 && (await ffmpegsIn(ffmpegPath)).length >= 2;
}
