import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { compareTests } from "../../../pipeline/evaluation/compare_tests.ts";
import type { KeptVideo } from "../../../pipeline/run/kept_videos.ts";

const { config } = await loadConfig("motion_small");

function video(id: string, fields: Partial<KeptVideo> = {}): KeptVideo {
  return { part: "test", id, label: 0, fingerprint: `1 ${id}`, originalBytes: null, ...fields };
}

const OWN = [video("a.mp4"), video("b.mp4", { label: 1 })];

const RUN = { config, step: 8, videos: [video("t.mp4", { part: "labeled" }), ...OWN] };

/** The configuration with fields set. */
async function withFields(fields: Readonly<Record<string, unknown>>) {
  const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
  return (await loadConfig("motion_small", overrides)).config;
}

const SAME: Readonly<Record<string, Partial<Parameters<typeof compareTests>[0]>>> = {
  "the same": {},
  "another order": { videos: OWN.toReversed() },
  "the same videos by another list": { source: "list" },
  "fields that decide nothing": {
    config: await withFields({
      "evaluate.videosAtOnce": 4,
      "data.failureShare": 0.5,
      "device": "cpu",
      "credits": 9,
    }),
  },
};

for (const [name, test] of Object.entries(SAME)) {
  Deno.test(`compareTests() takes for the run's own test: ${name}`, () => {
    assert.equal(compareTests({ config, step: 8, videos: OWN, ...test }, RUN), undefined);
  });
}

const OTHERS: Readonly<
  Record<
    string,
    readonly [Partial<Parameters<typeof compareTests>[0]>, name: RegExp, reason: RegExp]
  >
> = {
  "other settings": [
    { config: await withFields({ "evaluate.clips": 1, "evaluate.precision": "bf16" }) },
    /^clips=1_precision=bf16-[0-9a-f]{8}$/,
    /^evaluate\.clips is 1, not \d+; evaluate\.precision is bf16, not float32$/,
  ],
  "other clips": [
    { config: await withFields({ "clip.primary.stride": 3 }) },
    /^stride=3-/,
    /^clip\.primary\.stride is 3, not \d+$/,
  ],
  "other data": [
    { videos: [video("c.mp4")], source: "my cats/…" },
    /^my-cats-[0-9a-f]{8}$/,
    /^its videos, or their names, are others$/,
  ],
  "a name in another script": [{ videos: [], source: "猫 и коты" }, /^猫-и-коты-/, /videos/],
  "a name of dots": [{ videos: [], source: ".." }, /^[0-9a-f]{8}$/, /videos/],
  "a long name": [{ videos: [], source: "x".repeat(300) }, /^x{60}-[0-9a-f]{8}$/, /videos/],
  "a video that is gone": [{ videos: OWN.slice(1) }, /^changed-videos-/, /videos/],
  "a file that has changed": [
    { videos: [video("a.mp4", { fingerprint: "2 x" }), OWN[1]!] },
    /^changed-videos-/,
    /videos/,
  ],
  "another label": [{ videos: [video("a.mp4", { label: 1 }), OWN[1]!] }, /^changed-/, /videos/],
  "earlier weights": [{ step: 4 }, /^step-4-/, /^its weights are of step 4, not 8$/],
};

for (const [what, [test, name, reason]] of Object.entries(OTHERS)) {
  Deno.test(`compareTests() tells apart and names ${what}`, () => {
    const other = compareTests({ config, step: 8, videos: OWN, ...test }, RUN);
    assert.match(other?.name ?? "", name);
    assert.match(other?.reason ?? "", reason);
  });
}

Deno.test("compareTests() gives a test one name, and tests that differ different ones", () => {
  const tests = [
    { videos: [video("c.mp4")] },
    { videos: [video("d.mp4")] },
    { videos: [video("c.mp4")], step: 4 },
  ];
  const names = [...tests, ...tests].map((test) =>
    compareTests({ config, step: 8, source: "cats", ...test }, RUN)?.name
  );
  assert.equal(new Set(names).size, 3);
});

Deno.test("compareTests() takes no test of a run that still trains for its own", () => {
  const other = compareTests({ config, step: 8, videos: OWN }, { ...RUN, step: undefined });
  assert.equal(other?.reason, "its weights are of step 8 of a training that has not ended");
});
