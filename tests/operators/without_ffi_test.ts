import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../_sources.ts";
import { withFolder } from "../_temporary_folder.ts";
import { encodeFormula, ffmpegUnderTest } from "../datasets/_fixtures.ts";

Deno.test("operators/stream, operators/views and datasets serve another project without FFI", async () => {
  await withFolder(async (folder) => {
    const config = {
      links: [ROOT],
      imports: { "@actnetformer/deno": "jsr:@actnetformer/deno@^0.1.0" },
    };
    await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(config));
    await copyFile(new URL("_stream_program.ts", import.meta.url), join(folder, "main.ts"));
    const video = await encodeFormula(join(folder, "a.mkv"), { frames: 20, framesPerSecond: 30 });
    const ffmpeg = await ffmpegUnderTest();
    const permissions = [`--allow-run=${ffmpeg}`, `--allow-read=${folder},${ffmpeg}`];
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", ...permissions, "main.ts", ffmpeg, video],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    const batch = { views: ["labeled", "weak", "weak"], firstBytes: [[0, 2, 4, 6]] };
    assert.deepEqual(lines.map((line) => JSON.parse(line)), [batch, batch, { creditsInFlight: 0 }]);
  });
});
