import assert from "node:assert/strict";
import { join } from "node:path";
import { testInFolder } from "../_fixtures.ts";
import { encodeGray } from "../_gray_videos.ts";
import { transcodingProblem } from "../../../datasets/prepare/_transcoding_problem.ts";
import { transcode, transcoderUnderTest } from "./_transcode.ts";

testInFolder("transcodingProblem() finds what is wrong with a result", async (folder) => {
  const transcoder = await transcoderUnderTest();
  const target = await transcode(await encodeGray(join(folder, "video.mkv"), { frames: 50 }));
  const source = { frameCount: 50, lastFrameSec: 49 / 25, durationSec: 2 };
  const dimensions = { width: 32, height: 24 };
  const problem = (changes: object) =>
    transcodingProblem(target, { source, dimensions, ...changes, transcoder });
  assert.equal(await problem({}), null);
  assert.match(
    await problem({ source: { ...source, frameCount: 51 } }) ?? "",
    /has 50 frames, the source 51$/,
  );
  assert.match(
    await problem({ source: { ...source, lastFrameSec: 3 } }) ?? "",
    /begins at 1\.960 s, the source's at 3\.000 s$/,
  );
  assert.equal(
    await problem({ source: { ...source, durationSec: 2.1 } }),
    "the result lasts 2.000 s, the source 2.100 s",
  );
  assert.equal(
    await problem({ dimensions: { width: 64, height: 24 } }),
    "the result is 32x24 instead of 64x24",
  );
  const { size } = await Deno.stat(target);
  await Deno.truncate(target, size - 200);
  assert.match(await problem({}) ?? "", /^the result (has|decodes with errors)/);
  await Deno.truncate(target, 100);
  assert.match(await problem({}) ?? "", /^the result cannot be decoded: /);
});
