import assert from "node:assert/strict";
import { NAMED_CONFIGS, type RecognizedNetwork } from "../../../models/mod.ts";
import { applyOverrides, type Override } from "../../../pipeline/config/config.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import type { Start } from "../../../pipeline/start/find_start.ts";
import { startOverrides } from "../../../pipeline/start/start_overrides.ts";

const { classes: _, ...SLOW_R50 } = NAMED_CONFIGS.slow_r50;
const { classes: _classes, ...VIT_B } = NAMED_CONFIGS.timesformer_vit_b;

const GRAY = { mean: [0.45, 0.45, 0.45], std: [0.225, 0.225, 0.225] } as const;
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;

function recognized(
  config: RecognizedNetwork["config"],
  facts: Partial<RecognizedNetwork> = {},
): RecognizedNetwork {
  return {
    config,
    classes: 400,
    classNames: undefined,
    source: "PyTorchVideo",
    title: config.kind,
    fromImages: false,
    clip: {},
    normalization: GRAY,
    notes: [],
    ...facts,
  };
}

function startOf(
  primary: RecognizedNetwork | undefined,
  auxiliary?: RecognizedNetwork,
  parent?: RunFolder,
): Start {
  const file = (name: string, network: RecognizedNetwork | undefined) =>
    network === undefined ? undefined : { path: `${name}.pth`, recognized: network };
  return { parent, primary: file("one", primary), auxiliary: file("two", auxiliary) };
}

const RAW = {
  clip: { size: 112, auxiliary: { frames: 8 } },
  primary: "slow_r50",
  auxiliary: "slow_r18",
};

function fieldsOf(
  start: Start,
  isChosen = false,
  overrides: readonly Override[] = [],
  raw: unknown = RAW,
) {
  const { overrides: all, notes } = startOverrides(start, { raw, isChosen, overrides });
  return { notes, config: applyOverrides({}, all) as Record<string, Record<string, unknown>> };
}

Deno.test("startOverrides() takes networks and one normalization of two files", () => {
  const { config, notes } = fieldsOf(startOf(recognized(SLOW_R50), recognized(VIT_B)));
  assert.deepEqual(config.weights, { primary: "one.pth", auxiliary: "two.pth" });
  assert.deepEqual([config.primary, config.auxiliary], ["slow_r50", "timesformer_vit_b"]);
  assert.deepEqual(config.clip?.normalization, { mean: 0.45, std: 0.225 });
  assert.equal(config.method, undefined);
  assert.deepEqual(notes, [
    "The auxiliary network is a timesformer, as in two.pth",
    "Pixels are normalized by mean 0.45 and deviation 0.225, as for the weights",
  ]);
});

Deno.test("startOverrides() gives each network its own normalization", () => {
  const auxiliary = recognized(VIT_B, { normalization: IMAGENET });
  const { config } = fieldsOf(startOf(recognized(SLOW_R50), auxiliary));
  assert.deepEqual(config.clip, {
    normalization: { mean: 0.45, std: 0.225 },
    auxiliary: { normalization: IMAGENET },
  });
});

Deno.test("startOverrides() says that a normalization is not known", () => {
  const primary = recognized(SLOW_R50, { normalization: undefined });
  const { config, notes } = fieldsOf(startOf(primary));
  assert.deepEqual(config.clip?.normalization, { mean: 0.45, std: 0.225 });
  assert.match(notes.join("\n"), /^one\.pth does not say how pixels were normalized: taken to be/m);
});

const WITH_OWN = { clip: { primary: { frames: 8, normalization: { mean: 0.5, std: 0.5 } } } };

Deno.test("startOverrides() replaces a normalization that is configured for the primary network", () => {
  const start = startOf(recognized(SLOW_R50, { normalization: IMAGENET }));
  const { overrides } = startOverrides(start, { raw: WITH_OWN, isChosen: true, overrides: [] });
  const { clip } = applyOverrides(WITH_OWN, overrides) as { readonly clip: unknown };
  assert.deepEqual(clip, { normalization: IMAGENET, primary: { frames: 8 }, auxiliary: {} });
});

Deno.test("startOverrides() takes what is configured for weights that do not say it", () => {
  const unknown = { normalization: undefined };
  const primary = startOf(recognized(SLOW_R50, unknown));
  const { config } = fieldsOf(primary, true, [], WITH_OWN);
  assert.deepEqual(config.clip?.normalization, { mean: 0.5, std: 0.5 });
  const pair = startOf(
    recognized(SLOW_R50, { normalization: IMAGENET }),
    recognized(VIT_B, unknown),
  );
  const { config: paired, notes } = fieldsOf(pair);
  assert.deepEqual(paired.clip, {
    normalization: IMAGENET,
    auxiliary: { normalization: { mean: 0.45, std: 0.225 } },
  });
  assert.match(notes.join("\n"), /^two\.pth does not say .* mean 0\.45 and deviation 0\.225/m);
});

Deno.test("startOverrides() trains the only network that has weights, unless the user decides", () => {
  const start = startOf(recognized(SLOW_R50));
  const { config, notes } = fieldsOf(start);
  assert.equal(config.method?.name, "fixmatch");
  assert.match(notes.at(-1)!, /^Method fixmatch, which trains the Slow R50 alone: give --from-aux/);
  assert.equal(fieldsOf(start, true).config.method, undefined);
  const given = [{ path: "method.name", value: "cmpl" }];
  assert.equal(fieldsOf(start, false, given).config.method, undefined);
  assert.equal(fieldsOf(startOf(undefined, recognized(VIT_B))).config.method, undefined);
  const run = startOf(recognized(SLOW_R50), undefined, new RunFolder("runs/one"));
  assert.equal(fieldsOf(run).config.method, undefined);
});

Deno.test("startOverrides() takes the clips of this program's files", () => {
  const clip = { size: 64, frames: 8, stride: 4 };
  const own = recognized(SLOW_R50, { source: "ActNetFormer", clip });
  const { config, notes } = fieldsOf(startOf(own));
  assert.deepEqual(config.clip?.primary, { frames: 8, stride: 4 });
  assert.deepEqual([config.clip?.size, config.clip?.decodeShortSide], [64, 74]);
  assert.match(
    notes.join("\n"),
    /^Clips of the primary network as those it was trained on: 8 fra/m,
  );
  const changes = recognized(SLOW_R50, {
    source: "ActNetFormer",
    clip: { ...clip, modality: "gradient" },
  });
  assert.deepEqual(fieldsOf(startOf(changes)).config.clip?.primary, {
    frames: 8,
    stride: 4,
    modality: "gradient",
  });
  assert.match(fieldsOf(startOf(changes)).notes.join("\n"), /64 pixels, gradient$/m);
  assert.equal(fieldsOf(startOf(own), true).config.clip?.size, undefined);
  const foreign = recognized(SLOW_R50, { clip });
  assert.equal(fieldsOf(startOf(foreign)).config.clip?.size, undefined);
});
