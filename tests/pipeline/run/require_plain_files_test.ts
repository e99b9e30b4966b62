import assert from "node:assert/strict";
import { join } from "node:path";
import { requirePlainFiles } from "../../../pipeline/run/require_plain_files.ts";
import { RunFiles } from "../../../pipeline/run/run_files.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("requirePlainFiles() takes a run in its first moments, and one that trains", () =>
  withFolder(async (folder) => {
    const run = new RunFiles(folder);
    requirePlainFiles(run);
    await Deno.writeTextFile(run.metrics, "");
    await Deno.mkdir(run.live);
    requirePlainFiles(run);
    requirePlainFiles(new RunFiles(join(folder, "none")));
  }));

Deno.test.each(["config.json", "metrics.jsonl", "videos.jsonl.gz", "lock", "live"])(
  "requirePlainFiles() refuses a link, and what never ends, at %s",
  (name) =>
    withFolder(async (folder) => {
      const run = new RunFiles(folder);
      const path = join(folder, name);
      const refusal = {
        name: "RunFolderError",
        message: new RegExp(`^Cannot show ${folder} as ${name} in it must be a (?:file|folder): `),
      };
      await Deno.symlink("/nowhere", path);
      assert.throws(() => requirePlainFiles(run), refusal);
      await Deno.remove(path);
      const { success } = await new Deno.Command("mkfifo", { args: [path] }).output();
      assert.ok(success);
      assert.throws(() => requirePlainFiles(run), refusal);
    }),
);
