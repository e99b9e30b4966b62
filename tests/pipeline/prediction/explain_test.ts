import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";
import { SLOWFAST } from "../export/_tiny_models.ts";
import { writeTinyRun } from "../export/_tiny_run.ts";

Deno.test("predict --explain refuses networks that cannot be explained before it reads a video", () =>
  withFolder(async (folder) => {
    const overrides = [
      { path: "primary", value: SLOWFAST },
      { path: "clip.primary.frames", value: 8 },
    ];
    await writeTinyRun(join(folder, "runs/first"), { dual: true, overrides });
    // If it was read, it would be refused itself.
    await Deno.writeTextFile(join(folder, "broken.mp4"), "not a video");
    const words = ["predict", "broken.mp4", "--run", "first", "--explain", "heat.mp4"];
    const { code, stdout, stderr } = await runCli(words, { folder });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(
      stderr,
      /error: Cannot explain the primary network as it must be a ResNet of one pathway or a TimeSformer: it is a SlowFast network\n$/,
    );
    assert.doesNotMatch(stderr, /broken\.mp4|Answers by/);
  }));
