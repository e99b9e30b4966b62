import assert from "node:assert/strict";
import { transcodeVideo } from "../../../datasets/prepare/_transcode_video.ts";
import { findTranscoder, type Transcoder } from "../../../datasets/prepare/_transcoder.ts";
import { ffmpegUnderTest } from "../_fixtures.ts";

/** The transcoder of the ffmpeg under test. */
export async function transcoderUnderTest(): Promise<Transcoder> {
  return await findTranscoder(await ffmpegUnderTest());
}

/** Transcodes a sound video into a file beside it, and returns that file. */
export async function transcode(path: string, shortSide = 256): Promise<string> {
  const target = path.replace(/\.\w+$/, "_prepared.mp4");
  const transcoder = await transcoderUnderTest();
  assert.deepEqual(await transcodeVideo(path, target, { transcoder, shortSide }), []);
  return target;
}
