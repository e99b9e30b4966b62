import assert from "node:assert/strict";
import { join } from "node:path";
import { type Misbehavior, writeFakeFfmpeg } from "../../datasets/ffmpeg/_fake_ffmpeg.ts";
import { encodeVideos } from "../../datasets/_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";

/** What ffmpeg is asked for in each command, and what else the command is given. */
const COMMANDS: readonly (readonly [string, Misbehavior["at"], ...string[]])[] = [
  ["check", "decode"],
  ["index", "probe", "videos.sqlite"],
  ["prepare", "transcode", "copy"],
];

for (const [name, at, ...words] of COMMANDS) {
  Deno.test(`data ${name} waits for a silent ffmpeg as long as --silence-seconds says`, () =>
    withFolder(async (folder) => {
      const videos = ["train/run/silent.mkv", "train/walk/a.mkv", "test/run/b.mkv"];
      await encodeVideos(join(folder, "videos"), videos);
      const silent = { at, video: "silent", does: "exec sleep 1000" };
      const command = ["data", name, "videos", ...words, "--silence-seconds", "1.5"];
      const { stderr } = await runCli(command, {
        folder,
        environment: { FFMPEG_PATH: await writeFakeFfmpeg(folder, silent) },
      });
      assert.match(stderr, /^broken: .*silent\.mkv: ffmpeg was silent for 1\.5 s$/m);
    }));
}
