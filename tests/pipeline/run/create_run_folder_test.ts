import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { RunFolderError } from "../../../pipeline/run/run_folder_error.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { withLockError } from "../_lock_error.ts";

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

/** Files of a run that was stopped before its configuration was written, or while it was removed. */
const FIRST_MOMENTS: readonly (readonly string[])[] = [
  [],
  ["lock"],
  ["checkpoints/"],
  ["lock", "checkpoints/", ".01234567-89ab-4cde-8f01-23456789abcd.partial"],
  ["lock", "checkpoints/", "run.json", "log.txt", "split.json"],
];

for (const files of FIRST_MOMENTS) {
  Deno.test(`createRunFolder() takes a folder over that holds only: ${files.join(", ")}`, () =>
    withFolder((root) => {
      Deno.mkdirSync(join(root, "mine"));
      for (const file of files) {
        const path = join(root, "mine", file);
        if (file.endsWith("/")) Deno.mkdirSync(path);
        else Deno.writeTextFileSync(path, "");
      }
      using run = createRunFolder("mine", { root });
      const names = [...Deno.readDirSync(run.path)].map(({ name }) => name).sort();
      assert.deepEqual(names, ["checkpoints", "lock"]);
    }));
}

Deno.test("createRunFolder() takes over a folder with the copy of a method, which it keeps", () =>
  withFolder((root) => {
    const folder = join(root, "mine");
    Deno.mkdirSync(folder);
    Deno.writeTextFileSync(join(folder, "method.ts"), "export default 1;");
    // Without a record it is a file of the user's.
    assert.throws(() => createRunFolder("mine", { root }), /its folder holds method\.ts/);
    Deno.writeTextFileSync(join(folder, "run.json"), "{}");
    using run = createRunFolder("mine", { root });
    assert.equal(Deno.readTextFileSync(run.methodCopy("mine.ts")!), "export default 1;");
  }));

Deno.test("createRunFolder() takes over the folder of a number", () =>
  withFolder((root) => {
    Deno.mkdirSync(join(root, "a-0001"));
    using run = createRunFolder({ preset: "a" }, { root });
    assert.equal(run.name, "a-0001");
    using next = createRunFolder({ preset: "a" }, { root });
    assert.equal(next.name, "a-0002");
  }));

Deno.test("createRunFolder() takes over no folder that a process holds, or with other files", () =>
  withFolder((root) => {
    using _run = createRunFolder("held", { root });
    assert.throws(() => createRunFolder("held", { root }), {
      name: "RunFolderError",
      message: /as its name must be new: another process is starting it; choose another --name$/,
    });
    for (const file of ["report.md", "checkpoints/step-000001.safetensors", "metrics.jsonl"]) {
      const folder = join(root, file.replaceAll(/\W/g, "-"));
      Deno.mkdirSync(join(folder, "checkpoints"), { recursive: true });
      Deno.writeTextFileSync(join(folder, file), "");
      const name = basename(folder);
      assert.throws(() => createRunFolder(name, { root }), {
        name: "RunFolderError",
        message: /: its folder holds (?:report\.md|checkpoints|metrics\.jsonl), but no config/,
      });
      assert.ok(Deno.statSync(join(folder, file)).isFile);
    }
    Deno.writeTextFileSync(join(root, "file"), "");
    assert.throws(() => createRunFolder("file", { root }), {
      message: /: there is a file of that name; choose another --name$/,
    });
  }));

Deno.test("createRunFolder() takes over no folder where the file system has no locks", async () =>
  await withFolder((root) =>
    withLockError("ENOLCK", () => {
      Deno.mkdirSync(join(root, "a-0001"));
      using run = createRunFolder({ preset: "a" }, { root });
      assert.equal(run.name, "a-0002");
    })
  ));
