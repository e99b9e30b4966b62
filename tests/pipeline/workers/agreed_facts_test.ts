import assert from "node:assert/strict";
import { applyOverrides, parseConfig } from "../../../pipeline/config/config.ts";
import { agreedFacts, type AgreedFactsOptions } from "../../../pipeline/workers/agreed_facts.ts";
import { SMALLEST_CONFIG } from "../config/_smallest_config.ts";

const TEST = [{ id: "t", path: "/t", label: 1 }];

const VIDEOS: AgreedFactsOptions["videos"] = {
  classes: ["a", "b"],
  hash: "0123456789abcdef",
  validation: [],
  test: TEST,
};

/** The facts by which two workers differ. */
function differences(
  fields: Readonly<Record<string, unknown>>,
  videos: Partial<AgreedFactsOptions["videos"]> = {},
): string[] {
  const factsOf = (fields: Readonly<Record<string, unknown>>, other = VIDEOS) => {
    const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
    const config = parseConfig(applyOverrides(SMALLEST_CONFIG, overrides), "test");
    return agreedFacts(config, { videos: other, resume: false });
  };
  const first = factsOf({});
  const second = factsOf(fields, { ...VIDEOS, ...videos });
  return Object.keys({ ...first, ...second }).filter((name) => first[name] !== second[name]);
}

Deno.test("agreedFacts() names each setting and list of videos that differs", () => {
  assert.deepEqual(differences({ "optimizer.learningRate": 1, "workers.contrast": "own" }), [
    "setting optimizer.learningRate",
    "setting workers.contrast",
  ]);
  assert.deepEqual(differences({ "optimizer.emaDecay": 0.9 }), ["setting optimizer.emaDecay"]);
  const [test] = TEST;
  assert.deepEqual(differences({}, { hash: "other", test: [{ ...test!, label: 0 }] }), [
    "choice of labeled and unlabeled videos",
    "list of test videos",
  ]);
});

Deno.test("agreedFacts() passes over where a machine has its videos, and how much it can hold", () => {
  const own = { "data.source": "/videos", "data.cacheMebibytes": 1, credits: 999, about: "mine" };
  assert.deepEqual(differences(own, { test: [{ ...TEST[0]!, path: "/elsewhere/t" }] }), []);
});
