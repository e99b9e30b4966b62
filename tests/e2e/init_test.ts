import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../pipeline/config/config.ts";
import { withFolder } from "../_temporary_folder.ts";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { runCommand } from "./_command_line.ts";

async function makeVideos(folder: string, counts: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, count] of Object.entries(counts)) {
    await Deno.mkdir(join(folder, name), { recursive: true });
    for (let index = 0; index < count; index++) {
      const path = join(folder, name, `${index}.avi`);
      // Each of another color, as equal files would be refused.
      const color = `0x${name.length}0${index}000`;
      const image = `color=color=${color}:size=32x24:rate=10:duration=1`;
      await runFfmpeg(["-f", "lavfi", "-i", image, path]);
    }
  }
}

Deno.test("init looks at videos, measures a step, and writes what train takes", () =>
  withFolder(async (folder) => {
    // One broken video of the eleven to train on is fewer than a tenth.
    await makeVideos(join(folder, "own videos"), { jump: 6, run: 6 });
    await Deno.writeTextFile(join(folder, "own videos/run/9.avi"), "not a video");
    const first = await runCommand(folder, ["init", "own videos"]);
    assert.equal(first.code, 0, first.stderr);
    const lines = [
      /^2 classes \(jump, run\), /m,
      /^Labels: jump \d, run \d; no videos without$/m,
      /^Files: 13; 1 cannot be read: \S* ?\S*own videos\/run\/9\.avi \(/m,
      /^Lengths: 1 s$/m,
      /^Sizes: 32×24$/m,
      /^Training: \d+\.\d+ million parameters, 64×64 pixels; a step needs about \d+ MiB, all \d+ steps /m,
      /^Wrote \S+\/own-videos\.jsonc, which extends videos_small\. Next:$/m,
      /^deno task train --config own-videos\.jsonc$/m,
    ];
    for (const line of lines) assert.match(first.stdout, line);

    const words = ["train", "--config", "own-videos.jsonc", "--steps", "1", "--name", "first"];
    const trained = await runCommand(folder, words);
    assert.equal(trained.code, 0, trained.stderr);

    await makeVideos(join(folder, "more"), { others: 1 });
    await Deno.mkdir(join(folder, "configs"));
    const given = ["--unlabeled", "more", "--set", "method.name=fixmatch", "--set", "seed=3"];
    const output = "configs/second.jsonc";
    const second = await runCommand(folder, ["init", "own videos", ...given, "--output", output]);
    assert.equal(second.code, 0, second.stderr);
    const { config } = await loadConfig(join(folder, output));
    assert.deepEqual([config.method.name, config.seed], ["fixmatch", 3]);
    assert.deepEqual(config.data.unlabeled, [join(await Deno.realPath(folder), "more")]);

    const again = await runCommand(folder, ["init", "own videos"]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /own-videos\.jsonc exists; give another --output$/m);
  }));
