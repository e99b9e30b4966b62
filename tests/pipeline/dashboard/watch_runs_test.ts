import assert from "node:assert/strict";
import type { LiveEvent } from "../../../pipeline/dashboard/api.ts";
import { RunCatalog } from "../../../pipeline/dashboard/run_catalog.ts";
import { runKey } from "../../../pipeline/dashboard/run_key.ts";
import { watchRuns } from "../../../pipeline/dashboard/watch_runs.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { trainedRun } from "../runs/_trained_run.ts";
import { changeLongAgo } from "./_change_long_ago.ts";
import { STREAM_STATE } from "../run/_stream_state.ts";

/** Counts how often the runs are looked for. */
class CountingCatalog extends RunCatalog {
  looks = 0;

  override folders() {
    this.looks++;
    return super.folders();
  }
}

Deno.test("watchRuns() looks at the files once for all subscribers, and not without any", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "one");
    await changeLongAgo(run.path);
    const catalog = new CountingCatalog([run]);
    const events = watchRuns(catalog, { everyMilliseconds: 20 });
    assert.equal(catalog.looks, 0);
    const seen: LiveEvent[][] = Array.from({ length: 10 }, () => []);
    const subscriptions = seen.map((list) => events.subscribe((event) => list.push(event)));
    assert.equal(catalog.looks, 1);
    Deno.writeTextFileSync(run.metrics, "{}\n");
    await until(() => seen.every((list) => list.length > 0));
    const { looks } = catalog;
    for (const list of seen) assert.deepEqual(list, [{ what: "series", run: runKey(run) }]);
    for (const subscription of subscriptions) subscription.unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(catalog.looks, looks);
  }));

Deno.test("watchRuns() sends how a stream is, or why that cannot be read", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "one");
    await Deno.mkdir(run.live);
    await changeLongAgo(run.path);
    const seen: LiveEvent[] = [];
    const events = watchRuns(new RunCatalog([run]), { everyMilliseconds: 20 });
    const subscription = events.subscribe((event) => seen.push(event));
    Deno.writeTextFileSync(run.liveStream, JSON.stringify(STREAM_STATE));
    await until(() => seen.length > 0);
    const key = runKey(run);
    assert.deepEqual(seen[0], { what: "stream", run: key, state: STREAM_STATE });
    Deno.writeTextFileSync(run.liveStream, "broken");
    await until(() => seen.length > 1);
    const problem = seen[1]!;
    assert.ok(problem.what === "problem" && problem.run === key);
    assert.match(problem.problem, /^Cannot read .*stream\.json as it must be JSON/);
    subscription.unsubscribe();
  }));

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5));
}
