import assert from "node:assert/strict";
import { join } from "node:path";
import { WindowLoader } from "../../../pipeline/videos/window_loader.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../../datasets/_fixtures.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";

const IMAGES = ["-f", "lavfi", "-i", "testsrc=s=32x24:r=10:d=1"];

testInFolder("WindowLoader takes a video that is gone for a broken one", async (folder) => {
  const path = join(folder, "a.flv");
  await runFfmpeg([...IMAGES, path]);
  const { config } = await loadConfig("ucf101_5_small");
  const options = { ffmpegPath: await ffmpegUnderTest(), notify: () => {}, gone: new Set(["a"]) };
  const loader = new WindowLoader(config, options);
  const video = { path, label: 0, id: "a" };
  const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "labeled" } as const;
  const { signal } = new AbortController();
  for (const work of [loader.training(ticket, signal), loader.test(ticket, 1, signal)]) {
    await assert.rejects(work, {
      name: "DecodeError",
      message: `Cannot decode '${path}': it is gone since the run was started`,
    });
  }
});

testInFolder("WindowLoader notes once what data check says of a video", async (folder) => {
  const lines: string[] = [];
  const { config } = await loadConfig("ucf101_5_small");
  const ffmpegPath = await ffmpegUnderTest();
  const loader = new WindowLoader(config, { ffmpegPath, notify: (line) => lines.push(line) });
  const load = async (path: string) => {
    const video = { path, label: 0, id: path };
    const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "labeled" } as const;
    await loader.training(ticket, new AbortController().signal);
    await loader.test(ticket, 2, new AbortController().signal);
  };
  const sound = join(folder, "sound.mkv");
  await runFfmpeg([...IMAGES, "-f", "lavfi", "-i", "aevalsrc=0:d=4:s=8000", sound]);
  const single = join(folder, "single.flv");
  await runFfmpeg([...IMAGES, single]);
  const joined = join(folder, "joined.flv");
  const bytes = await Deno.readFile(single);
  await Deno.writeFile(joined, new Uint8Array(await new Blob([bytes, bytes]).arrayBuffer()));
  for (const path of [sound, single, joined]) await load(path);
  assert.deepEqual(lines, [
    `note: ${sound}: its images last 1.0 s, its container says 4.0 s`,
    `damaged: ${joined}: '${joined}' decodes with errors: another recording follows in the file, ` +
    "which this ffmpeg does not read",
  ]);
  assert.deepEqual([...loader.damaged], [joined]);
});
