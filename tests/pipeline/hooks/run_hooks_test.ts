import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import type { Hooks } from "../../../pipeline/hooks/hooks.ts";
import { RunHooks } from "../../../pipeline/hooks/run_hooks.ts";

const LINE = '{"kind":"step","step":1,"loss":null}';

async function runHooks(hooks: Hooks | undefined, notes: string[] = []) {
  const { config } = await loadConfig("motion_small", []);
  const run = { name: "first", path: "runs/first", config };
  const notify = (line: string) => void notes.push(line);
  return { config, hooks: new RunHooks(hooks, { ...run, notify }) };
}

Deno.test("RunHooks gives hooks copies, which they may change", async () => {
  const seen: unknown[] = [];
  const { config, hooks } = await runHooks({
    onStep(line, run) {
      seen.push({ ...line }, run.name, run.path, run.config.seed);
      Object.assign(line, { step: 7 });
      Object.assign(run.config, { seed: 7 });
    },
  });
  const before = structuredClone(config);
  await hooks.step(LINE);
  assert.deepEqual(seen, [JSON.parse(LINE), "first", "runs/first", before.seed]);
  assert.deepEqual(config, before);
});

Deno.test("RunHooks waits for hooks, and shows errors after the last step", async () => {
  const notes: string[] = [];
  let isDone = false;
  const { hooks } = await runHooks({
    async onStep() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      isDone = true;
      throw new Error("Cannot call onStep as it must not fail: no server");
    },
    onEnd: (ending) => Promise.reject(new Error(`Cannot call onEnd as ${ending} must not fail`)),
  }, notes);
  await assert.rejects(hooks.step(LINE), /no server/);
  assert.ok(isDone);
  await hooks.lastStep(LINE);
  await hooks.end("finished");
  assert.deepEqual(notes, [
    "note: Cannot call onStep as it must not fail: no server",
    "note: Cannot call onEnd as finished must not fail",
  ]);
});

Deno.test("RunHooks does nothing for a run without hooks", async () => {
  const { hooks } = await runHooks(undefined);
  assert.equal(hooks.isPresent, false);
  await hooks.step("not even JSON");
  await hooks.lastStep("not even JSON");
  await hooks.end("failed");
});
