import assert from "node:assert/strict";
import { join } from "node:path";
import { findTranscoder } from "../../../datasets/prepare/_transcoder.ts";
import { transcodeVideo } from "../../../datasets/prepare/_transcode_video.ts";
import { ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { encodeGray } from "../_gray_videos.ts";
import { transcodingProblem } from "../../../datasets/prepare/_transcoding_problem.ts";

const underTest = async () => await findTranscoder(await ffmpegUnderTest());

async function transcode(path: string, shortSide = 256): Promise<string> {
  const target = path.replace(/\.\w+$/, "_prepared.mp4");
  assert.deepEqual(
    await transcodeVideo(path, target, { transcoder: await underTest(), shortSide }),
    [],
  );
  return target;
}

testInFolder("transcodingProblem() finds what is wrong with a result", async (folder) => {
  const transcoder = await underTest();
  const target = await transcode(await encodeGray(join(folder, "video.mkv"), { frames: 50 }));
  const source = { frameCount: 50, durationSec: 2 };
  const dimensions = { width: 32, height: 24 };
  const problem = (changes: object) =>
    transcodingProblem(target, { source, dimensions, ...changes, transcoder });
  assert.equal(await problem({}), null);
  assert.match(
    await problem({ source: { ...source, frameCount: 51 } }) ?? "",
    /has 50 frames, the source 51$/,
  );
  assert.match(
    await problem({ source: { ...source, durationSec: 3 } }) ?? "",
    /lasts .* the source 3\.00 s$/,
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
