import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeVideos } from "../../datasets/_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";

/** Ends a line in a name, and begins one that looks like the program's own. */
const EVIL = "\n\u001b[31merror: all\ris lost";

/** What is shown of it. */
const SHOWN = "\\n\\u001b[31merror: all\\u000dis lost";

/** Makes a folder of videos, classes and files with such names. */
async function makeVideos(folder: string): Promise<void> {
  const videos = ["a/1.mkv", `a/2${EVIL}.mkv`, `a/3${EVIL}.mkv`, "b/1.mkv", "b/2.mkv"];
  await encodeVideos(folder, videos.map((path) => `videos/${path}`));
  const path = (name: string) => join(folder, "videos", name);
  await Deno.copyFile(path(`a/2${EVIL}.mkv`), path(`a/copy of 2${EVIL}.mkv`));
  await Deno.writeTextFile(path(`b/broken${EVIL}.mkv`), "not a video");
  await Deno.writeTextFile(path(`b/labels${EVIL}.txt`), "");
  // Two labels.
  await encodeVideos(folder, ["labels/a/1.mkv", "labels/a/2.mkv", `labels/c${EVIL}/1.mkv`]);
  await Deno.copyFile(join(folder, "labels/a/1.mkv"), join(folder, `labels/c${EVIL}/2.mkv`));
  await encodeVideos(folder, ["one/c" + EVIL + "/1.mkv"]);
  await Deno.writeTextFile(join(folder, `none${EVIL}.txt`), `gone.mkv a\n`);
}

/** Commands that show names. */
const COMMANDS: readonly (readonly string[])[] = [
  ["data", "check", "videos"],
  ["data", "check", "labels"],
  ["data", "check", "one"],
  ["data", "check", `none${EVIL}.txt`],
  ["data", "check", `gone${EVIL}`],
  ["data", "split", "videos", `lists${EVIL}`],
  ["data", "split", "labels", "lists"],
  ["data", "index", "videos", `videos${EVIL}.sqlite`],
  ["data", "prepare", "videos", `prepared${EVIL}`],
  ["doctor", "videos"],
  ["doctor", "labels"],
  ["train", "--data", "labels"],
  ["train", "--config", `gone${EVIL}.jsonc`],
  ["weights", "inspect", `none${EVIL}.txt`],
  ["report", `gone${EVIL}`],
];

Deno.test("No name of a video, class, folder or file begins a line or moves the cursor", () =>
  withFolder(async (folder) => {
    await makeVideos(folder);
    for (const words of COMMANDS) {
      const { stdout, stderr } = await runCli(words, { folder });
      const text = `${stdout}${stderr}`;
      const what = JSON.stringify(words);
      assert.ok(!text.includes("\u001b") && !text.includes("\r"), what);
      // The name has no line break in front of what follows it.
      for (const line of text.split("\n")) {
        assert.ok(!line.startsWith("\\u001b"), `${what}: ${line}`);
      }
      assert.ok(text.includes(SHOWN), `${what}: ${text}`);
    }
  }));
