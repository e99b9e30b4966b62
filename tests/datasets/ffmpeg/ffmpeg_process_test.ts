import assert from "node:assert/strict";
import { FfmpegProcess } from "../../../datasets/ffmpeg/_ffmpeg_process.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeScript } from "./_scripts.ts";

/** How an ffmpeg ends, and whether it was stopped by a signal. */
const ENDINGS = [
  { says: "", status: 255, isStopped: true },
  { says: "Error marking filters as finished", status: 255, isStopped: true },
  { says: "Exiting normally, received signal 2.", status: 255, isStopped: true },
  { says: "Error opening input: Operation not permitted", status: 255, isStopped: false },
  { says: "", status: 130, isStopped: true },
  { says: "", status: 143, isStopped: true },
  { says: "Invalid data found when processing input", status: 1, isStopped: false },
  { says: "", status: 0, isStopped: false },
] as const;

for (const { says, status, isStopped } of ENDINGS) {
  Deno.test(`FfmpegProcess that ends with ${status} and "${says}"`, () =>
    withFolder(async (folder) => {
      const ffmpeg = await writeScript(folder, "ffmpeg", `echo '${says}' >&2\nexit ${status}`);
      await using process = new FfmpegProcess(ffmpeg, []);
      await process.fill(1);
      if (isStopped) await assert.rejects(process.end(), /ffmpeg was stopped by a signal/);
      else assert.equal((await process.end()).exitCode, status);
    }));
}

Deno.test("FfmpegProcess that ends as at a broken file, at Ctrl-C, ends with our own reason", () =>
  withFolder(async (folder) => {
    const ffmpeg = await writeScript(folder, "ffmpeg", "echo 'moov atom not found' >&2\nexit 1");
    const interrupt = new AbortController();
    await using process = new FfmpegProcess(ffmpeg, [], interrupt.signal);
    await process.fill(1);
    // The signal reaches us a moment after ffmpeg.
    setTimeout(() => interrupt.abort(new Error("interrupted")), 20);
    await assert.rejects(process.end(), /^Error: interrupted$/);
  }));
