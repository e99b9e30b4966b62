import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../_sources.ts";
import { encodeFormula, ffmpegUnderTest } from "../datasets/_fixtures.ts";
import { withFolder } from "../_temporary_folder.ts";

/** Runs deno to its end and returns what it printed. */
async function runDeno(args: readonly string[], cwd: string): Promise<string> {
  const options = { args: [...args], cwd, env: { NO_COLOR: "1" } };
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** The addresses of all modules that an entry loads. */
async function modulesOf(entry: string): Promise<string[]> {
  const info = JSON.parse(await runDeno(["info", "--json", entry], ROOT));
  const specifiers = info.modules.map(({ specifier }: { specifier: string }) => specifier);
  assert.ok(specifiers.length > 10, `${specifiers}`);
  return specifiers;
}

Deno.test.each(["stream", "views"])(
  "operators/%s loads neither TensorFlow nor our runtime",
  async (room) => {
    const modules = await modulesOf(`operators/${room}/mod.ts`);
    const foreign = modules.filter((specifier) =>
      /@tensorflow|\/(runtime|models|pipeline|operators\/(device|step))\//.test(specifier)
    );
    assert.deepEqual(foreign, []);
  },
);

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
    const permissions = [`--allow-run=${ffmpeg}`, `--allow-read=${folder}`];
    const args = ["run", "--quiet", "--no-prompt", ...permissions, "main.ts", ffmpeg, video];
    const lines = (await runDeno(args, folder)).trim().split("\n");
    const batch = { views: ["labeled", "weak", "weak"], firstBytes: [[0, 2, 4, 6]] };
    assert.deepEqual(lines.map((line) => JSON.parse(line)), [batch, batch, { creditsInFlight: 0 }]);
  });
});
