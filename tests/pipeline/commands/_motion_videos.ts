import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { runCli } from "../_command_line.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A small set of the built-in videos: 8 classes, of each 2 training videos and 1 test video. */
export interface MotionVideos {
  /** Folder of `train/` and `test/`. */
  readonly data: string;
  /** An empty folder. */
  readonly output: string;
}

/** Runs a test body with videos that `data make` has made. */
export function withMotionVideos(body: (videos: MotionVideos) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const fields = ["trainPerClass=2", "testPerClass=1", "size=16"];
    const words = fields.flatMap((field) => ["--set", `data.motion.${field}`]);
    const made = await runCli(["data", "make", join(folder, "data"), ...words]);
    assert.equal(made.code, 0, made.stderr);
    const trainFolder = /^Training videos: (.*)$/m.exec(made.stdout)?.[1] ?? "";
    const output = join(folder, "output");
    await Deno.mkdir(output);
    await body({ data: dirname(trainFolder), output });
  });
}
