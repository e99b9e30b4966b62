import assert from "node:assert/strict";
import { join } from "node:path";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { findUsableRun } from "../../../pipeline/run/find_usable_run.ts";
import { RunFolderError } from "../../../pipeline/run/run_folder_error.ts";
import { withFolder } from "../../_temporary_folder.ts";

async function makeRun(root: string, name: string, checkpoints: readonly string[]): Promise<void> {
  using run = createRunFolder(name, { root });
  await run.writeConfig({});
  for (const file of checkpoints) await Deno.writeTextFile(join(run.checkpoints, file), "");
}

Deno.test("findUsableRun() finds the newest run with a checkpoint, and says which it passes over", () =>
  withFolder(async (root) => {
    const notes: string[] = [];
    const notify = (line: string) => notes.push(line);
    assert.throws(() => findUsableRun(undefined, { root }), RunFolderError);
    await makeRun(root, "a", []);
    assert.throws(
      () => findUsableRun(undefined, { root }),
      /as one must have a checkpoint: none of 1 has; the newest is .*a$/,
    );
    await makeRun(root, "b", ["step-000001.safetensors"]);
    assert.equal(findUsableRun(undefined, { root, notify }).name, "b");
    assert.deepEqual(notes, []);
    await makeRun(root, "c", []);
    assert.equal(findUsableRun(undefined, { root, notify }).name, "b");
    assert.deepEqual(notes, ["c has no checkpoint yet: using the newest run that has one"]);
    assert.equal(findUsableRun("c", { root, notify }).name, "c");
  }));
