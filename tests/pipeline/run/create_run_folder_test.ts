import assert from "node:assert/strict";
import { join } from "node:path";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { RunFolderError } from "../../../pipeline/run/run_folder_error.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("createRunFolder() takes the next free number", () =>
  withFolder(async (root) => {
    const names: string[] = [];
    for (let run = 0; run < 3; run++) {
      using folder = createRunFolder({ preset: "motion_small" }, { root });
      await folder.writeConfig({ run });
      names.push(folder.name);
    }
    assert.deepEqual(names, ["motion_small-0001", "motion_small-0002", "motion_small-0003"]);
  }));

Deno.test("createRunFolder() numbers on past gaps and other presets' runs", () =>
  withFolder((root) => {
    for (const name of ["a-0007", "a-x", "ab-0009", "a"]) {
      Deno.mkdirSync(join(root, name));
      Deno.writeTextFileSync(join(root, name, "config.json"), "{}");
    }
    using folder = createRunFolder({ preset: "a" }, { root });
    assert.equal(folder.name, "a-0008");
  }));

Deno.test("createRunFolder() refuses a name in use and says how to resume", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    await folder.writeConfig({});
    assert.throws(() => createRunFolder("mine", { root }), (error) => {
      assert.ok(error instanceof RunFolderError);
      assert.ok(error.message.includes(`--resume ${root}/mine`));
      return true;
    });
  }));

Deno.test("createRunFolder() refuses names that would leave the folder", () =>
  withFolder((root) => {
    for (const name of ["", "..", "a/b", ".hidden", "a b"]) {
      assert.throws(() => createRunFolder(name, { root }), RunFolderError);
    }
    assert.deepEqual([...Deno.readDirSync(root)], []);
  }));
