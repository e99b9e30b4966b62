import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfig } from "../../pipeline/config/config.ts";
import { readConfigSource } from "../../pipeline/config/source.ts";
import { runCommand } from "../e2e/_command_line.ts";
import type { Fault } from "./_fault.ts";

/** Faults of run folders that come from others and are made to do harm. */
export const FOREIGN_CODE_FAULTS: readonly Fault[] = [
  {
    fault: "A run from elsewhere whose method is a program is resumed",
    outcome: "The program does not run before the command names it; the message has its SHA-256.",
    async inject(folder) {
      await makeRun(folder);
      const seen = await refuse(folder, ["train", "--resume", "foreign"]);
      assert.equal(hasRun(folder), false);
      return seen;
    },
  },
  {
    fault: "Its configuration is used for a new run",
    outcome: "The same.",
    async inject(folder) {
      await makeRun(folder);
      const seen = await refuse(folder, ["train", "--config", "runs/foreign/config.json"]);
      assert.equal(hasRun(folder), false);
      return seen;
    },
  },
  {
    fault: "A folder or file of a run is a link to elsewhere",
    outcome: "Nothing is written there.",
    async inject(folder) {
      await makeRun(folder);
      const elsewhere = join(folder, "elsewhere");
      await Deno.mkdir(elsewhere);
      await Deno.remove(join(folder, "runs/foreign/checkpoints"));
      await Deno.symlink(elsewhere, join(folder, "runs/foreign/checkpoints"));
      const seen = await refuse(folder, ["evaluate", "--run", "foreign"]);
      assert.deepEqual([...Deno.readDirSync(elsewhere)], []);
      return seen;
    },
  },
  {
    fault: "Such a run is removed",
    outcome: "The links are removed, what they lead to stays.",
    async inject(folder) {
      await makeRun(folder);
      const kept = join(folder, "elsewhere", "kept");
      await Deno.mkdir(join(folder, "elsewhere"));
      await Deno.writeTextFile(kept, "mine");
      await Deno.symlink(join(folder, "elsewhere"), join(folder, "runs/foreign/suggestions"));
      const { code, stdout, stderr } = await runCommand(folder, [
        ...["runs", "remove", "foreign", "--yes"],
      ]);
      assert.equal(code, 0, stderr);
      assert.equal(await Deno.readTextFile(kept), "mine");
      assert.deepEqual([...Deno.readDirSync(join(folder, "runs"))], []);
      return stdout;
    },
  },
  {
    fault: "The tag of a run has control sequences for the terminal",
    outcome: "They are written out.",
    async inject(folder) {
      await makeRun(folder);
      await Deno.writeTextFile(
        join(folder, "runs/foreign/tag.txt"),
        "\u001b]0;title\u0007\u001b[2J",
      );
      const { code, stdout, stderr } = await runCommand(folder, ["runs"]);
      assert.equal(code, 0, stderr);
      assert.ok(!stdout.includes("\u001b") && !stdout.includes("\u0007"));
      const [tag = ""] = /\S*title\S*/.exec(stdout) ?? [];
      return tag;
    },
  },
];

/** Makes the folder of a run whose method, when it is loaded, writes a file. */
async function makeRun(folder: string): Promise<void> {
  const run = join(folder, "runs", "foreign");
  await Deno.mkdir(join(run, "checkpoints"), { recursive: true });
  const method = join(run, "method.ts");
  const canary = JSON.stringify(join(folder, "canary"));
  await Deno.writeTextFile(method, `Deno.writeTextFileSync(${canary}, "");\nexport default {};\n`);
  const raw = await readConfigSource("motion_small") as Record<string, object>;
  const config = parseConfig({ ...raw, method: { ...raw.method, name: method } }, "of a test");
  await Deno.writeTextFile(join(run, "config.json"), JSON.stringify(config));
}

function hasRun(folder: string): boolean {
  return [...Deno.readDirSync(folder)].some(({ name }) => name === "canary");
}

/** Returns the error of a command that is refused; its checksum depends on the folder's name. */
async function refuse(folder: string, words: readonly string[]): Promise<string> {
  const { code, stderr } = await runCommand(folder, words);
  assert.equal(code, 1, stderr);
  return stderr.replace(/SHA-256 [0-9a-f]{64}/, "SHA-256 …");
}
