import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { Progress } from "../../../pipeline/terminal/progress.ts";
import { choosePrecision } from "../../../pipeline/training/choose_precision.ts";
import { videoOrder } from "../../../pipeline/training/video_order.ts";
import { fastestPrecision, type Precision } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { videos } from "../../operators/_clips.ts";

/** What {@linkcode choose} is given beside the configured precision. */
interface Given {
  readonly kept?: Precision;
  /** What another worker has measured, as JSON. */
  readonly other?: string;
}

/** Chooses for a tiny run; returns the precision and the lines that were shown. */
async function choose(precision: string, { kept, other }: Given = {}) {
  const { config } = await loadConfig("motion_small", [
    { path: "precision", value: precision },
    { path: "clip.size", value: 16 },
    { path: "clip.decodeShortSide", value: 16 },
    { path: "primary.width", value: 4 },
    { path: "schedule", value: { steps: 4, labeledPerStep: 2, unlabeledPerLabeled: 2 } },
  ]);
  const method = METHODS.fixmatch;
  const order = videoOrder(config, {
    method,
    videos: { labeled: videos("l", 3), unlabeled: videos("u", 5) },
  });
  const exchanged: string[] = [];
  const group = {
    exchange: (text: string) => {
      exchanged.push(text);
      return Promise.resolve(other === undefined ? [text] : [text, other]);
    },
  };
  const lines: string[] = [];
  const chosen = await choosePrecision(config, {
    plan: { method, order, totalSteps: 4, classes: 2 },
    group,
    signal: new AbortController().signal,
    state: kept === undefined ? {} : { precision: kept },
    progress: new Progress({ interactive: false, columns: () => 80, write: () => {} }, {
      log: (line) => lines.push(line),
    }),
  });
  return { chosen, lines, exchanged };
}

for (const precision of ["float32", "bf16"] as const) {
  Deno.test(`choosePrecision() takes the configured ${precision} without trying any`, async () => {
    assert.deepEqual(await choose(precision), { chosen: precision, lines: [], exchanged: [] });
  });

  Deno.test(`choosePrecision() keeps ${precision} of a run that resumes`, async () => {
    assert.deepEqual(await choose("auto", { kept: precision }), {
      chosen: precision,
      lines: [`Precision: ${precision}, as when the run began`],
      exchanged: [],
    });
  });
}

Deno.test("choosePrecision() takes what was faster in steps of the run, and leaves nothing", async () => {
  const assertNoLeaks = watchTensors();
  const { chosen, lines, exchanged } = await choose("auto");
  assertNoLeaks();
  const { float32, bf16 } = JSON.parse(exchanged[0]!);
  assert.ok(float32 > 0, String(float32));
  assert.equal(bf16 === null, fastestPrecision() === "float32");
  assert.equal(chosen, bf16 !== null && bf16 < float32 ? "bf16" : "float32");
  assert.equal(lines.length, 1);
});

const OTHERS: readonly (readonly [string, string, Precision])[] = [
  ["is slow in bf16", '{"float32":1e-9,"bf16":1e9}', "float32"],
  ["has no room for float32", '{"float32":null,"bf16":1e9}', "bf16"],
];

for (const [what, other, expected] of OTHERS) {
  Deno.test(`choosePrecision() takes ${expected} where another worker ${what}`, async () => {
    const { chosen } = await choose("auto", { other });
    assert.equal(chosen, fastestPrecision() === "bf16" ? expected : "float32");
  });
}
