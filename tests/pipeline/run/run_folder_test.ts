import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { MetricsFile } from "../../../pipeline/run/metrics_file.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("RunFolder.hold() refuses a folder that another process holds", () =>
  withFolder(async (root) => {
    const folder = createRunFolder("mine", { root });
    const hold = () => {
      using _held = new RunFolder(folder.path).hold();
    };
    assert.throws(hold, {
      name: "RunFolderError",
      message: /no other process may be using it: one is/,
    });
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

Deno.test("RunFolder.writeConfig() leaves the time at which the run was started", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    await folder.writeConfig({});
    const path = join(folder.path, "config.json");
    Deno.utimeSync(path, 1000, 1000);
    await folder.writeConfig({ seed: 3 });
    assert.equal(Deno.statSync(path).mtime?.getTime(), 1_000_000);
    assert.deepEqual(await folder.readConfig(), { seed: 3 });
  }));

Deno.test("RunFolder.readConfig() names a file that is not JSON", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    await Deno.writeTextFile(join(folder.path, "config.json"), '{"seed": ');
    await assert.rejects(folder.readConfig(), {
      name: "RunFolderError",
      message: /Cannot read .*config\.json as it must be JSON, as this program wrote it: /,
    });
  }));

Deno.test("RunFolder.hold() makes the folder of the checkpoints again", () =>
  withFolder(async (root) => {
    createRunFolder("mine", { root })[Symbol.dispose]();
    await Deno.remove(join(root, "mine/checkpoints"), { recursive: true });
    using folder = new RunFolder(join(root, "mine")).hold();
    assert.ok((await Deno.stat(folder.checkpoints)).isDirectory);
  }));

Deno.test("RunFolder.requireWritable() leaves nothing behind", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    await folder.requireWritable();
    const names = [...Deno.readDirSync(folder.path)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["checkpoints", "lock"]);
    await Deno.remove(folder.path, { recursive: true });
    await assert.rejects(folder.requireWritable(), {
      name: "NotFound",
      message: /: open '.*\/mine\/results\.json'$/,
    });
    assert.equal(folder.removeIfUnused(), false);
  }));

Deno.test("RunFolder.tryStart() refuses a file where the runs belong", () =>
  withFolder(async (root) => {
    await Deno.writeTextFile(join(root, "runs"), "");
    assert.throws(() => new RunFolder(join(root, "runs/mine")).tryStart(), {
      name: "RunFolderError",
      message: /^Cannot make runs in .*runs as it must be a folder: it is a file$/,
    });
  }));

Deno.test("RunFolder.removeIfUnused() spares folders with metrics or checkpoints", () =>
  withFolder((root) => {
    using empty = createRunFolder("empty", { root });
    using measured = createRunFolder("measured", { root });
    using kept = createRunFolder("kept", { root });
    Deno.writeTextFileSync(measured.metrics, "{}\n");
    Deno.writeTextFileSync(join(kept.checkpoints, "step-000001.safetensors"), "");
    const removed = [empty, measured, kept].map((folder) => folder.removeIfUnused());
    assert.deepEqual(removed, [true, false, false]);
    assert.deepEqual([...Deno.readDirSync(root)].map(({ name }) => name).sort(), [
      "kept",
      "measured",
    ]);
  }));

Deno.test("RunFolder.removeIfUnused() spares another run in the place of one that was moved", () =>
  withFolder((root) => {
    using moved = createRunFolder("first", { root });
    Deno.renameSync(moved.path, join(root, "moved"));
    using other = createRunFolder("first", { root });
    assert.equal(moved.removeIfUnused(), false);
    assert.equal(other.removeIfUnused(), true);
  }));

Deno.test("RunFolder.readResults() and readMetrics() read what the run left", () =>
  withFolder(async (root) => {
    using run = createRunFolder("mine", { root });
    assert.deepEqual([await run.readResults(), await run.readMetrics()], [undefined, []]);
    const costs = { seconds: 1, waitingShare: 0.5, peakResidentBytes: 2 };
    const results = { classes: ["rise"], scores: {}, run: costs };
    await run.writeResults(results);
    using metrics = await MetricsFile.open(run.metrics, 0);
    metrics.append({ kind: "step", step: 1, loss: 2 });
    assert.deepEqual(await run.readResults(), results);
    assert.deepEqual(await run.readMetrics(), [{ version: 1, kind: "step", step: 1, loss: 2 }]);
  }));

Deno.test("RunFolder.isHeld() says whether a process holds the folder", () =>
  withFolder((root) => {
    const folder = createRunFolder("mine", { root });
    assert.equal(new RunFolder(folder.path).isHeld(), true);
    folder[Symbol.dispose]();
    assert.equal(new RunFolder(folder.path).isHeld(), false);
    assert.equal(new RunFolder(join(root, "none")).isHeld(), false);
    // Asking does not hold it.
    using _held = new RunFolder(folder.path).hold();
  }));

Deno.test("RunFolder.remove() removes only a run that is held", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    await assert.rejects(new RunFolder(folder.path).remove(), /as it must be held first/);
    await folder.remove();
    assert.deepEqual([...Deno.readDirSync(root)], []);
  }));

Deno.test("RunFolder.writeTag() keeps a tag, which an empty one removes", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("mine", { root });
    assert.equal(await folder.readTag(), undefined);
    await folder.writeTag("good");
    assert.equal(await folder.readTag(), "good");
    await folder.writeTag("");
    await folder.writeTag("");
    assert.equal(await folder.readTag(), undefined);
  }));

Deno.test("RunFolder.reference names a run that is not in runs/ by its path", () => {
  assert.equal(new RunFolder("runs/mine").reference, "mine");
  assert.equal(new RunFolder("/elsewhere/mine/").reference, "/elsewhere/mine");
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

for (const classes of [["run", 'say "hi", twice'], ["7", "3"], ["null", "run"]]) {
  Deno.test(`RunFolder.writeLabeled() writes a list that is read back, of ${classes}`, () =>
    withFolder(async (root) => {
      using folder = createRunFolder("mine", { root });
      const videos = ["a", "b", "c", "d"].map((id, index) => {
        const path = join(root, `${id} x.mp4`);
        Deno.writeTextFileSync(path, id);
        return { id, path, label: index % 2 };
      });
      await folder.writeLabeled(videos, classes);
      const list = join(folder.path, "labeled.txt");
      const manifest = await readManifest(list, { whole: true });
      assert.deepEqual([...manifest.classes].sort(), [...classes].sort());
      assert.deepEqual(
        manifest.test.map(({ path, label }) => [path, manifest.classes[label ?? -1]]),
        videos.map(({ path, label }) => [path, classes[label]]),
      );
    }));
}
