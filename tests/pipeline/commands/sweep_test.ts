import assert from "node:assert/strict";
import { join } from "node:path";
import { writeSafetensors } from "../../../models/safetensors/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { planSweep } from "../../../pipeline/sweep/plan_sweep.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";

/** A grid of one run, which cannot be trained: there are no videos. */
const GRID = {
  config: "motion_small",
  set: { "data.source": "none" },
  tables: { methods: [{ name: "supervised", set: { "method.name": "supervised" } }] },
};

/** What a run has measured. */
const RESULTS = JSON.stringify({ classes: [], scores: {} });

for (const words of [["--name", "first"], ["--output", "runs/first"]]) {
  Deno.test(`sweep ${words[0]} refuses the folder of a run, and leaves its results`, () =>
    withFolder(async (folder) => {
      const run = join(folder, "runs/first");
      await Deno.mkdir(run, { recursive: true });
      await Deno.writeTextFile(join(run, "config.json"), "{}");
      await Deno.writeTextFile(join(run, "results.json"), RESULTS);
      await Deno.writeTextFile(join(folder, "grid.json"), JSON.stringify(GRID));
      const { code, stderr } = await runCli(["sweep", "grid.json", ...words], { folder });
      assert.equal(code, 1);
      assert.equal(
        stderr.trim(),
        "error: Cannot write the results of a sweep into runs/first as it must not be the folder of " +
          "a run: it is one; give the sweep another --output or --name",
      );
      assert.equal(await Deno.readTextFile(join(run, "results.json")), RESULTS);
      assert.deepEqual([...Deno.readDirSync(run)].map(({ name }) => name).sort(), [
        "config.json",
        "results.json",
      ]);
    }));
}

Deno.test("sweep reports nothing of runs of another configuration", () =>
  withFolder(async (folder) => {
    const run = join(folder, "runs/grid-methods-supervised-seed-0");
    await Deno.mkdir(run, { recursive: true });
    const { config } = await loadConfig("motion_small");
    await Deno.writeTextFile(join(run, "config.json"), JSON.stringify(config));
    await Deno.mkdir(join(folder, "runs/grid"));
    const report = join(folder, "runs/grid/report.md");
    await Deno.writeTextFile(report, "of that configuration");
    await Deno.writeTextFile(join(folder, "grid.json"), JSON.stringify(GRID));
    const { code, stderr } = await runCli(["sweep", "grid.json"], { folder });
    assert.equal(code, 1);
    assert.match(stderr, /must be a run of the same configuration: it is a run of another one/);
    assert.equal(await Deno.readTextFile(report), "of that configuration");
  }));

Deno.test("sweep refuses runs between which the data has changed, before it trains others", () =>
  withFolder(async (folder) => {
    const grid = join(folder, "grid.json");
    await Deno.writeTextFile(grid, JSON.stringify({ ...GRID, seeds: [1, 2, 3] }));
    const { runs } = await planSweep(grid, "grid");
    for (const [index, { name, config }] of runs.slice(0, 2).entries()) {
      const run = new RunFolder(join(folder, "runs", name));
      await Deno.mkdir(run.path, { recursive: true });
      await run.writeConfig(config);
      const { source, holdOutShare } = config.data;
      const fingerprint = `1 ${index}`;
      await run.writeVideos({
        data: { source, holdOutShare, testList: null, split: null, labelsPerClass: null },
        classes: ["walk"],
        videos: [{ part: "test", id: "a.mp4", label: 0, fingerprint, originalBytes: null }],
      });
    }
    const { code, stderr } = await runCli(["sweep", "grid.json"], { folder });
    assert.equal(code, 1);
    assert.match(stderr, /seed-1 as they must have the same test videos: the data has changed/);
  }));

Deno.test("sweep refuses runs of a method of the user's own that has changed", () =>
  withFolder(async (folder) => {
    const grid = join(folder, "grid.json");
    const tables = { own: [{ name: "mine", set: { "method.name": join(folder, "mine.ts") } }] };
    await Deno.writeTextFile(grid, JSON.stringify({ ...GRID, tables, seeds: [1, 2] }));
    const [planned] = (await planSweep(grid, "grid")).runs;
    const run = new RunFolder(join(folder, "runs", planned!.name));
    await Deno.mkdir(run.path, { recursive: true });
    await run.writeConfig(planned!.config);
    await Deno.writeTextFile(run.methodCopy("mine.ts")!, "export default 1;");
    await Deno.writeTextFile(join(folder, "mine.ts"), "export default 2;");
    const { code, stderr } = await runCli(["sweep", "grid.json"], { folder });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: Cannot compare with \S+seed-1 as its method must be the same: \S+mine\.ts differs from /,
    );
  }));

Deno.test("sweep refuses runs that started from weights that have changed", () =>
  withFolder(async (folder) => {
    const grid = join(folder, "grid.json");
    const primary = join(folder, "start.safetensors");
    const set = { ...GRID.set, "weights.primary": primary };
    await Deno.writeTextFile(grid, JSON.stringify({ ...GRID, set, seeds: [1, 2] }));
    const [planned] = (await planSweep(grid, "grid")).runs;
    const run = new RunFolder(join(folder, "runs", planned!.name));
    await Deno.mkdir(run.path, { recursive: true });
    const read = () => Float32Array.of(1, 2);
    await writeSafetensors(primary, [{ name: "weight", dtype: "F32", shape: [2], read }]);
    const weights = { primary, primaryOrigin: { sha256: "0".repeat(64) } };
    await run.writeConfig({ ...planned!.config, weights });
    const { code, stderr } = await runCli(["sweep", "grid.json"], { folder });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: Cannot compare with \S+seed-1 as the weights that it started from must be unchanged: /,
    );
  }));
