import assert from "node:assert/strict";
import {
  heartbeatFilter,
  lastImageNumber,
  secondImageSign,
  withoutHeartbeats,
} from "../../../datasets/ffmpeg/_heartbeat.ts";
import { ffmpegUnderTest } from "../_fixtures.ts";

/** Runs ffmpeg on a second of images and returns its stderr. */
async function complaintsOf(filter: string): Promise<string> {
  const input = ["-f", "lavfi", "-i", "testsrc2=size=16x16:rate=100:duration=1"];
  const { stderr } = await new Deno.Command(await ffmpegUnderTest(), {
    args: ["-v", "error", ...input, "-vf", filter, "-f", "null", "-"],
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stderr);
}

Deno.test("heartbeatFilter() names images that ffmpeg has decoded", async () => {
  const stderr = await complaintsOf(heartbeatFilter(0));
  assert.match(lastImageNumber(stderr) ?? "none", /^0+\d+$/);
  assert.equal(withoutHeartbeats(stderr), "");
});

Deno.test("heartbeatFilter() is silent in a short video", async () => {
  assert.equal(await complaintsOf(heartbeatFilter()), "");
});

Deno.test("secondImageSign() names the second image, if there is one", async () => {
  const filters = (images: number) => `trim=end_frame=${images},select='1+${secondImageSign()}'`;
  assert.equal(lastImageNumber(await complaintsOf(filters(1))), undefined);
  for (const images of [2, 3]) {
    const stderr = await complaintsOf(filters(images));
    assert.equal(Number(lastImageNumber(stderr)), 1);
    assert.equal(withoutHeartbeats(stderr), "");
  }
});

Deno.test("lastImageNumber() reads ffmpeg's statistics, and nothing else", () => {
  assert.equal(lastImageNumber("[info] frame=    1 fps=0.0\r[info] frame=  250 fps=0.0\r"), "250");
  assert.equal(lastImageNumber("Stream #0:0: Video: mpeg4, 8000 kb/s, 25.000000 fps"), undefined);
});

Deno.test("withoutHeartbeats() keeps what ffmpeg complains about", () => {
  const beats = "[Eval @ 0x7ffd] 8000000000000096.000000\n8000000000000104.000000\n";
  assert.equal(withoutHeartbeats(`first\n${beats}second\n`), "first\nsecond\n");
});
