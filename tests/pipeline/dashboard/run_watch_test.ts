import assert from "node:assert/strict";
import { join } from "node:path";
import { RunCatalog } from "../../../pipeline/dashboard/run_catalog.ts";
import { runKey } from "../../../pipeline/dashboard/run_key.ts";
import { RunWatch } from "../../../pipeline/dashboard/run_watch.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { trainedRun } from "../runs/_trained_run.ts";
import { changeLongAgo } from "./_change_long_ago.ts";

const STEP = '{"kind":"step","step":1}\n';

Deno.test("RunWatch reports what is written into a run, once", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "one", { parts: [{ state: "running", endedAt: null }] });
    await changeLongAgo(run.path, 80);
    const watch = new RunWatch(new RunCatalog([run]));
    assert.deepEqual(watch.changes(), []);
    await Deno.writeTextFile(run.metrics, STEP);
    const key = runKey(run);
    assert.deepEqual(watch.changes(), [{ what: "series", run: key }]);
    assert.deepEqual(watch.changes(), []);
    await Deno.mkdir(run.live);
    await Deno.writeTextFile(run.liveStream, "{}");
    await Deno.writeTextFile(run.liveViews, "{}");
    await changeLongAgo(run.path, 70);
    const [list, ...parts] = watch.changes();
    assert.deepEqual(list, { what: "runs" });
    assert.deepEqual(parts, [{ what: "stream", run: key }, { what: "views", run: key }]);
    await Deno.writeTextFile(run.results, "{}");
    await Deno.writeTextFile(run.mistakes, "{}");
    await changeLongAgo(run.path, 60);
    assert.deepEqual(watch.changes(), [
      { what: "runs" },
      { what: "evaluation", run: key },
      { what: "mistakes", run: key },
    ]);
    await Deno.writeTextFile(run.mistakes, "{ }");
    assert.deepEqual(watch.changes(), [{ what: "mistakes", run: key }]);
  }));

Deno.test("RunWatch reports a run once more if it could have changed again unseen", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "one");
    const changedAt = Date.now() - 60_000;
    await changeLongAgo(run.path, 60);
    const { now } = Date;
    try {
      Date.now = () => changedAt + 1000;
      const watch = new RunWatch(new RunCatalog([run]));
      assert.deepEqual(watch.changes(), []);
      Date.now = () => changedAt + 10_000;
      assert.deepEqual(watch.changes(), [{ what: "runs" }]);
      assert.deepEqual(watch.changes(), []);
    } finally {
      Date.now = now;
    }
  }));

Deno.test("RunWatch reports a run that ends, is held again, and is removed", () =>
  withFolder(async (root) => {
    const run = await trainedRun(root, "one");
    await changeLongAgo(run.path);
    const shown = new RunFolder(run.path);
    const watch = new RunWatch(new RunCatalog([shown]));
    run[Symbol.dispose]();
    assert.deepEqual(watch.changes(), [{ what: "runs" }]);
    assert.deepEqual(watch.changes(), []);
    using held = new RunFolder(run.path).hold();
    // A command that holds a run writes its record at once.
    await held.writeTag("held");
    assert.deepEqual(watch.changes(), [{ what: "runs" }]);
    await held.remove();
    assert.deepEqual(watch.changes(), [{ what: "runs" }]);
    assert.deepEqual(watch.changes(), []);
  }));

Deno.test("RunWatch looks only at the folder of a run that nobody holds", () =>
  withFolder(async (root) => {
    const run = await trainedRun(root, "one");
    run[Symbol.dispose]();
    await changeLongAgo(run.path);
    const watch = new RunWatch(new RunCatalog([run]));
    await Deno.writeTextFile(run.metrics, STEP);
    assert.deepEqual(watch.changes(), []);
    await Deno.writeTextFile(join(run.path, "results.json"), "{}");
    const whats = watch.changes().map(({ what }) => what);
    assert.deepEqual(whats, ["runs", "series", "evaluation"]);
  }));
