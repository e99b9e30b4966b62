import assert from "node:assert/strict";
import { join } from "node:path";
import * as pipeline from "../../../pipeline/mod.ts";
import "../../_tensorflow.ts";
import { makeSmallSet } from "../../e2e/_small_set.ts";

const QUIET = { interactive: false, columns: () => 80, write() {} };

Deno.test("train() as a library leaves a run that is found, read and resumed by its folder", async () => {
  const folder = await makeSmallSet();
  const { config } = await pipeline.loadConfig(join(folder, "small.json"), [
    { path: "schedule.steps", value: 2 },
    { path: "data.source", value: join(folder, "videos") },
  ]);
  const progress = new pipeline.Progress(QUIET);
  const ending = new AbortController();
  {
    using run = pipeline.createRunFolder("own", { root: folder });
    const hooks = { onStep: () => ending.abort() };
    const options = { run, progress, signal: ending.signal, hooks, resume: false };
    const { kind } = await pipeline.train(config, options);
    assert.equal(kind, "interrupted");
  }
  using run = pipeline.findRunFolder(join(folder, "own"));
  const { config: found } = await pipeline.loadConfig(run.config);
  assert.deepEqual(found, config);
  run.hold();
  const { signal } = new AbortController();
  const { kind } = await pipeline.train(found, { run, progress, signal, resume: true });
  assert.equal(kind, "finished");
  await Deno.remove(folder, { recursive: true });
});
