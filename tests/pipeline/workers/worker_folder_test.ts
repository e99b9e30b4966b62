import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { makeWorkerFolder } from "../../../pipeline/workers/worker_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("makeWorkerFolder() shows a worker the run that is resumed, and leaves it as it is", () =>
  withFolder(async (folder) => {
    const run = new RunFolder(join(folder, "first"));
    await Deno.mkdir(run.checkpoints, { recursive: true });
    await Deno.writeTextFile(join(run.checkpoints, "step-000003.safetensors"), "weights");
    await Deno.writeTextFile(run.metrics, "a line\n");
    let path = "";
    {
      using worker = makeWorkerFolder(run);
      path = worker.run.path;
      const checkpoint = join(worker.run.checkpoints, "step-000003.safetensors");
      assert.equal(await Deno.readTextFile(checkpoint), "weights");
      await Deno.writeTextFile(worker.run.metrics, "another line\n", { append: true });
      await Deno.remove(checkpoint);
    }
    assert.equal(existsSync(path), false);
    assert.equal(await Deno.readTextFile(run.metrics), "a line\n");
    assert.deepEqual([...Deno.readDirSync(run.checkpoints)].map(({ name }) => name), [
      "step-000003.safetensors",
    ]);
  }));

Deno.test("makeWorkerFolder() makes an empty one for a new run", () => {
  using worker = makeWorkerFolder();
  assert.ok(existsSync(worker.run.checkpoints));
  assert.equal(existsSync(worker.run.metrics), false);
});
