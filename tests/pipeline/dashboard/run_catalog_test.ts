import assert from "node:assert/strict";
import { RunCatalog } from "../../../pipeline/dashboard/run_catalog.ts";
import { runKey } from "../../../pipeline/dashboard/run_key.ts";
import { RunWatch } from "../../../pipeline/dashboard/run_watch.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { trainedRun } from "../runs/_trained_run.ts";
import { changeLongAgo } from "./_change_long_ago.ts";

Deno.test("RunCatalog lists what is known of a run that trains", () =>
  withFolder(async (root) => {
    const parts = [{ state: "running" as const, endedAt: null }];
    const metrics = [{ kind: "step", step: 3 }, { kind: "costs", step: 3 }] as const;
    using run = await trainedRun(root, "one", { parts, metrics });
    await run.writeTag("a remark");
    assert.deepEqual(await new RunCatalog([run]).list(), [{
      key: runKey(run),
      name: "one",
      state: "running",
      problem: null,
      tag: "a remark",
      startedAt: "2026-01-01T10:00:00.000Z",
      endedAt: null,
      steps: 3,
      totalSteps: 10,
      data: "motion",
      method: "cmpl",
      labeled: 2,
      unlabeled: 6,
      test: null,
    }]);
    assert.match(runKey(run), /^[0-9a-f]{16}$/);
  }));

Deno.test("RunCatalog lists a broken run with its problem, and the others as they are", () =>
  withFolder(async (root) => {
    using whole = await trainedRun(root, "whole", { test: { primary: 0.5 } });
    using broken = await trainedRun(root, "broken");
    await Deno.writeTextFile(broken.results, "{");
    const [first, second] = await new RunCatalog([whole, broken]).list();
    assert.deepEqual(first?.test, { primary: 0.5 });
    assert.match(second?.problem ?? "", /^Cannot read .*results\.json as it must be JSON/);
  }));

/** A run of somebody else, whose lock may not be opened. */
class ForeignRun extends RunFolder {
  override isHeld(): boolean {
    throw new Deno.errors.PermissionDenied("the lock");
  }
}

Deno.test("RunCatalog and RunWatch show the other runs if one belongs to somebody else", () =>
  withFolder(async (root) => {
    using own = await trainedRun(root, "own");
    using run = await trainedRun(root, "foreign");
    await changeLongAgo(run.path);
    const catalog = new RunCatalog([own, new ForeignRun(run.path)]);
    const [first, second] = await catalog.list();
    assert.equal(first?.problem, null);
    assert.match(second?.problem ?? "", /the lock/);
    await changeLongAgo(own.path);
    const watch = new RunWatch(catalog);
    await Deno.writeTextFile(own.metrics, '{"kind":"step","step":1}\n');
    assert.deepEqual(watch.changes(), [{ what: "series", run: runKey(own) }]);
  }));

Deno.test("RunCatalog reads a run again that could have changed at the same time as before", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "one");
    await run.writeTag("first");
    const catalog = new RunCatalog([run]);
    assert.equal((await catalog.list())[0]?.tag, "first");
    const { mtime } = await Deno.stat(run.path);
    assert.ok(mtime !== null);
    await run.writeTag("second");
    await Deno.utime(run.path, mtime, mtime);
    assert.equal((await catalog.list())[0]?.tag, "second");
  }));

Deno.test("RunCatalog reads a run again when it has changed, and forgets one that is gone", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "one");
    const catalog = new RunCatalog([run]);
    assert.equal((await catalog.list())[0]?.steps, 0);
    await Deno.writeTextFile(run.metrics, '{"kind":"step","step":8}\n{"kind":"st');
    assert.equal((await catalog.list())[0]?.steps, 8);
    assert.equal(catalog.find(runKey(run))?.path, run.path);
    await run.remove();
    assert.deepEqual([await catalog.list(), catalog.find(runKey(run))], [[], undefined]);
  }));
