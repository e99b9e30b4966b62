import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "./_command_line.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

let folder = "";

/** Trains as the small configuration says, and returns the losses of all steps. */
async function losses(name: string, ...words: readonly string[]): Promise<unknown[]> {
  const { code, stderr } = await runCommand(folder, [
    "train",
    "--config",
    "small.json",
    "--name",
    name,
    ...words,
  ]);
  assert.equal(code, 0, stderr);
  return metricsOf(folder, name).map(({ loss, lossTerms }) => ({ loss, lossTerms }));
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  await losses("first");
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train computes losses that some pseudo-labels and the contrast take part in", () => {
  const lossTerms = metricsOf(folder, "first").map(({ lossTerms }) =>
    lossTerms as Record<string, number>
  );
  for (const name of ["pseudoPrimary", "pseudoAuxiliary", "contrast"]) {
    assert.ok(lossTerms.some(({ [name]: part = 0 }) => part > 0), name);
  }
});

Deno.test("train gives the same losses with other credits and without a cache", async () => {
  const first = await losses("again", "--set", "credits=7", "--set", "data.cacheMebibytes=0");
  assert.deepEqual(
    first,
    metricsOf(folder, "first").map(({ loss, lossTerms }) => ({ loss, lossTerms })),
  );
});

Deno.test("train gives other losses with another seed", async () => {
  const other = await losses("other", "--seed", "1", "--steps", "2");
  for (const [index, step] of other.entries()) {
    assert.notDeepEqual(step, metricsOf(folder, "first")[index]);
  }
});

const METHODS = [
  ["supervised", ["supervisedPrimary"], 1],
  ["fixmatch", ["supervisedPrimary", "pseudoPrimary"], 1],
  [
    "cmpl",
    ["supervisedPrimary", "supervisedAuxiliary", "pseudoPrimary", "pseudoAuxiliary"],
    3,
  ],
] as const;

for (const [method, lossTerms, columns] of METHODS) {
  Deno.test(`train --method ${method} takes its own losses and evaluates its own networks`, async () => {
    const lines = await losses(method, "--method", method, "--steps", "2");
    for (const line of lines) {
      const taken = Object.entries((line as { lossTerms: Record<string, number> }).lossTerms)
        .flatMap(([name, loss]) => loss > 0 ? name : []);
      assert.ok(taken.every((name) => lossTerms.some((part) => part === name)), `${taken}`);
      assert.ok(taken.includes("supervisedPrimary"));
    }
    const path = join(folder, "runs", method, "results.json");
    const { scores } = JSON.parse(await Deno.readTextFile(path));
    assert.equal(Object.keys(scores).length, columns);
  });
}
