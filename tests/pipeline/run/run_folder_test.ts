import assert from "node:assert/strict";
import { join } from "node:path";
import { writeAtomically } from "../../../pipeline/run/files.ts";
import { createRunFolder, findRunFolder, RunFolder } from "../../../pipeline/run/run_folder.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { withFolder } from "../_temporary_folder.ts";
import { RunFolderError } from "../../../pipeline/run/run_folder_error.ts";
import { DiskFullError } from "../../../pipeline/run/disk_full_error.ts";

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
    for (const name of ["a-0007", "a-x", "ab-0009", "a"]) Deno.mkdirSync(join(root, name));
    using folder = createRunFolder({ preset: "a" }, { root });
    assert.equal(folder.name, "a-0008");
  }));

Deno.test("createRunFolder() refuses a taken name and says how to go on", () =>
  withFolder((root) => {
    using _folder = createRunFolder("mine", { root });
    assert.throws(() => createRunFolder("mine", { root }), (error) => {
      assert.ok(error instanceof RunFolderError);
      assert.ok(error.message.includes("--resume mine"));
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

Deno.test("findRunFolder() takes the run begun last, or the one named", () =>
  withFolder(async (root) => {
    for (const [index, name] of ["b", "a"].entries()) {
      using folder = createRunFolder(name, { root });
      await folder.writeConfig({});
      Deno.utimeSync(join(folder.path, "config.json"), 1000 + index, 1000 + index);
    }
    assert.equal(findRunFolder(undefined, { root }).name, "a");
    assert.equal(findRunFolder("b", { root }).name, "b");
    assert.throws(() => findRunFolder("c", { root }), { name: "RunFolderError", message: /b, a/ });
    assert.throws(() => findRunFolder(undefined, { root: join(root, "none") }), RunFolderError);
  }));

Deno.test("RunFolder.hold() refuses a folder that another process holds", () =>
  withFolder(async (root) => {
    const folder = createRunFolder("mine", { root });
    const hold = () => {
      using _held = new RunFolder(folder.path).hold();
    };
    assert.throws(hold, { name: "RunFolderError", message: /in use by another process/ });
    const held = await holdInChild(folder.path);
    assert.ok(held.includes("RunFolderError"), held);
    folder[Symbol.dispose]();
    assert.equal(await holdInChild(folder.path), "held");
    hold();
  }));

Deno.test("RunFolder reads back the configuration it wrote", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    await folder.writeConfig({ seed: 3 });
    assert.deepEqual(await folder.readConfig(), { seed: 3 });
    assert.deepEqual(
      [...Deno.readDirSync(folder.path)].map(({ name }) => name).sort(),
      ["checkpoints", "config.json", "lock"],
    );
  }));

Deno.test("RunFolder.writeConfig() leaves the time at which the run was begun", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    await folder.writeConfig({});
    const path = join(folder.path, "config.json");
    Deno.utimeSync(path, 1000, 1000);
    await folder.writeConfig({ seed: 3 });
    assert.equal(Deno.statSync(path).mtime?.getTime(), 1_000_000);
    assert.deepEqual(await folder.readConfig(), { seed: 3 });
  }));

Deno.test("RunFolder.removeIfUnused() spares folders with metrics or checkpoints", () =>
  withFolder((root) => {
    using empty = createRunFolder("empty", { root });
    using measured = createRunFolder("measured", { root });
    using kept = createRunFolder("kept", { root });
    Deno.writeTextFileSync(measured.metrics, "{}\n");
    Deno.writeTextFileSync(join(kept.checkpoints, "step-000001.safetensors"), "");
    for (const folder of [empty, measured, kept]) folder.removeIfUnused();
    assert.deepEqual([...Deno.readDirSync(root)].map(({ name }) => name).sort(), [
      "kept",
      "measured",
    ]);
  }));

Deno.test("writeAtomically() keeps the old content and no rest when writing fails", () =>
  withFolder(async (root) => {
    const path = join(root, "file");
    await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, "old"));
    const broken = writeAtomically(path, async (temporary) => {
      await Deno.writeTextFile(temporary, "ne");
      throw new Error("stopped half way");
    });
    await assert.rejects(broken, /stopped half way/);
    assert.equal(await Deno.readTextFile(path), "old");
    assert.deepEqual([...Deno.readDirSync(root)].map(({ name }) => name), ["file"]);
  }));

Deno.test({
  name: "writeAtomically() says which file did not fit on a full disk, and what is kept",
  ignore: !await canMount(),
  fn: () =>
    withFolder((root) =>
      withSmallDisk(root, async () => {
        const path = join(root, "file");
        await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, "old"));
        const tooLong = "new".repeat(100_000);
        const full = writeAtomically(
          path,
          (temporary) => Deno.writeTextFile(temporary, tooLong),
          "The old one is kept.",
        );
        await assert.rejects(full, (error) => {
          assert.ok(error instanceof DiskFullError);
          assert.equal(error.path, path);
          assert.ok(error.message.includes(path) && error.message.endsWith("The old one is kept."));
          return true;
        });
        assert.equal(await Deno.readTextFile(path), "old");
      })
    ),
});

async function holdInChild(path: string): Promise<string> {
  const module = new URL("../../../pipeline/run/run_folder.ts", import.meta.url);
  const code = `import { RunFolder } from ${JSON.stringify(module.href)};
    try { new RunFolder(Deno.args[0]).hold(); console.log("held"); }
    catch (error) { console.log(error.name + ": " + error.message); }`;
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", "--config", config, code, path],
  });
  const { stdout, stderr } = await command.output();
  const said = new TextDecoder().decode(stdout).trim();
  return said === "" ? new TextDecoder().decode(stderr) : said;
}
