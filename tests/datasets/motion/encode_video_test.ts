import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeVideo } from "../../../datasets/motion/mod.ts";
import { childProcesses, ffmpegUnderTest, testInFolder, WITHOUT_PROC } from "../_fixtures.ts";

const ffmpegPath = await ffmpegUnderTest();

const VIDEO = {
  frames: new Uint8Array(30 * 64 * 48 * 3).fill(200),
  width: 64,
  height: 48,
  framesPerSecond: 30,
  ffmpegPath,
};

testInFolder("encodeVideo() ends ffmpeg at its signal", async (folder) => {
  const controller = new AbortController();
  const stopped = new Error("stopped by the test");
  const path = join(folder, "a.mp4");
  const encoding = encodeVideo({ ...VIDEO, signal: controller.signal, path });
  controller.abort(stopped);
  await assert.rejects(encoding, stopped);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
  testInFolder(
    `encodeVideo() gives the same file if its ffmpeg gets ${signal}${WITHOUT_PROC}`,
    async (folder) => {
      const [whole, disturbed] = ["a.mp4", "b.mp4"].map((name) => join(folder, name));
      await encodeVideo({ ...VIDEO, path: whole! });
      const encoding = encodeVideo({ ...VIDEO, path: disturbed! });
      const [child = ""] = childProcesses();
      Deno.kill(Number.parseInt(child), signal);
      await encoding;
      assert.deepEqual(await Deno.readFile(disturbed!), await Deno.readFile(whole!));
    },
    { ignore: WITHOUT_PROC !== "" },
  );
}
