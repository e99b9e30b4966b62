import assert from "node:assert/strict";
import { NAMED_PROJECTIONS } from "../../../models/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { afterDanet } from "../../../pipeline/methods/after_danet.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";
import { tensorTest } from "../../operators/_tensors.ts";
import { checkMethod } from "./_check_method.ts";
import { LABELS, type PlainStep } from "./_linear_step.ts";
import { crossEntropy, directions, dot, mean, product, softmax } from "./_plain.ts";

const TEMPERATURE = 0.3;

/** Of all clips, labeled or not. */
function projections({ clips: { labeled, weak }, now }: PlainStep, name: string): number[][] {
  return directions(product([...labeled[name]!, ...weak[name]!], now[name]!.head));
}

/** The cross-entropy of each row with itself, among the rows of the other side. */
function contrastOf(rows: number[][], others: number[][]): number {
  return mean(
    rows.map((row, index) =>
      -Math.log(softmax(others.map((other) => dot(row, other) / TEMPERATURE))[index]!)
    ),
  );
}

function terms(step: PlainStep) {
  const { clips: { labeled }, now } = step;
  const supervised = (name: string) => crossEntropy(product(labeled[name]!, now[name]!.fc), LABELS);
  const primary = projections(step, "primary");
  const auxiliary = projections(step, "auxiliary");
  return {
    supervisedPrimary: supervised("primary"),
    supervisedAuxiliary: supervised("auxiliary"),
    contrast: (contrastOf(primary, auxiliary) + contrastOf(auxiliary, primary)) / 2,
  };
}

tensorTest("after-danet has the terms and gradients of a plain computation", () =>
  checkMethod({
    method: afterDanet,
    settings: { name: "after-danet", temperature: TEMPERATURE },
    clips: ["primary", "auxiliary"],
    head: 3,
    terms,
  }));

const NAME = { path: "method.name", value: "after-danet" };

Deno.test("after-danet trains of its auxiliary network the classifier and the head", async () => {
  const { config } = await loadConfig("motion_small", [NAME]);
  const { primary, auxiliary } = createNetworks(config, { ...afterDanet, classes: 8 });
  const trained = auxiliary!.parameters.filter(({ frozen }) => !frozen).map(({ name }) => name);
  assert.deepEqual(trained, [
    "head.weight",
    "head.bias",
    "contrast_head.0.weight",
    "contrast_head.0.bias",
  ]);
  assert.ok(primary.parameters.every(({ frozen }) => !frozen));
  assert.deepEqual(primary.projection?.layers, NAMED_PROJECTIONS.plain.layers.slice(1));
});

Deno.test("after-danet refuses a frozen network without weights", async () => {
  const { config } = await loadConfig("motion_small", [NAME]);
  await assert.rejects(chooseMethod(config), {
    name: "ConfigError",
    message:
      "Cannot use the config of this run as weights.auxiliary must be given for the method " +
      "after-danet, whose auxiliary network is frozen: current value is none",
  });
});
