import assert from "node:assert/strict";
import { join } from "node:path";
import { findTranscoder } from "../../../datasets/prepare/_transcoder.ts";
import { testInFolder } from "../_fixtures.ts";

testInFolder("findTranscoder() refuses an ffmpeg without the encoder", async (folder) => {
  // Says what an ffmpeg built without x264 says.
  const lacking = join(folder, "ffmpeg");
  await Deno.writeTextFile(
    lacking,
    `#!/bin/sh\necho "Codec 'libx264' is not recognized by FFmpeg."\n`,
  );
  await Deno.chmod(lacking, 0o755);
  await assert.rejects(findTranscoder(lacking), {
    name: "FfmpegError",
    message: /^Cannot transcode videos as ffmpeg must have the encoder libx264\n/,
  });
});
