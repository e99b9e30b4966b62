import assert from "node:assert/strict";
import { join } from "node:path";
import { planDecoder, planLoading } from "../../../bench/loading/loading_plan.ts";
import { LOADING_KINDS } from "../../../bench/loading/loading_kinds.ts";
import { loadOurs } from "../../../bench/loading/our_loader.ts";
import { probeVideos } from "../../../bench/streams/real_videos.ts";
import { locateFfmpeg } from "../../../datasets/mod.ts";
import "../../_libc.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("loadOurs() writes the windows of a plan in order", async () => {
  const { path: ffmpegPath } = await locateFfmpeg();
  await withFolder(async (folder) => {
    const given = { data: undefined, prepared: undefined, folder, count: 3, ffmpegPath };
    const paths = await LOADING_KINDS["built-in"](given);
    const planned = planLoading(await probeVideos(paths, ffmpegPath), 1);
    const file = join(folder, "frames.rgb");
    const decoder = planDecoder(ffmpegPath);
    const seconds = await loadOurs(planned, { decoder, probed: false, file });
    assert.ok(seconds > 0);
    const { windows, frameCount, width, height } = planned.plan;
    const frames = await Deno.readFile(file);
    const bytes = frameCount * width * height * 3;
    assert.equal(frames.byteLength, windows.length * bytes);
    for (const index of [0, 7, 23]) {
      const { path, startFrame } = windows[index]!;
      const decoded = await decoder.loadWindow({ path }, { startFrame, frameCount });
      assert.deepEqual(frames.subarray(index * bytes, (index + 1) * bytes), decoded.frames);
    }
  });
});
