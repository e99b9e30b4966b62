import assert from "node:assert/strict";
import { loadConfig } from "../../../../../pipeline/config/config.ts";
import { describeModel } from "../../../../../pipeline/export/describe_model.ts";
import { boxesOf } from "../../../../../pipeline/export/web/page/boxes_of.ts";
import { describeDifference } from "../../../../../pipeline/export/web/page/describe_difference.ts";
import { lookingPlanOf } from "../../../../../pipeline/export/web/page/looking_plan_of.ts";
import {
  AnswerMeans,
  networkAnswers,
} from "../../../../../pipeline/export/web/page/network_answers.ts";
import { Speed } from "../../../../../pipeline/export/web/page/speed.ts";
import { planLooking } from "../../../../../pipeline/prediction/looking_plan.ts";
import type { ExportedInput } from "../../../../../pipeline/export/export_facts.ts";

const CLASSES = ["jump", "walk"];

function inputsOf(...networks: ExportedInput["network"][]): ExportedInput[] {
  return networks.map((network) => ({ network }) as ExportedInput);
}

function rounded(answers: ReturnType<typeof networkAnswers>) {
  return answers.map(({ network, probabilities }) => {
    return [network, ...Array.from(probabilities, (value) => Math.round(value * 1000) / 1000)];
  });
}

Deno.test("networkAnswers() averages probabilities of views, then of networks", () => {
  const even = Math.log(3);
  const logits = [Float32Array.of(even, 0, 0, 0), Float32Array.of(0, even, 0, even)];
  const facts = { inputs: inputsOf("primary", "auxiliary"), classes: CLASSES };
  assert.deepEqual(rounded(networkAnswers(logits, facts)), [
    ["both", 0.438, 0.563],
    ["primary", 0.625, 0.375],
    ["auxiliary", 0.25, 0.75],
  ]);
});

Deno.test("networkAnswers() of one network is its own", () => {
  const facts = { inputs: inputsOf("auxiliary"), classes: CLASSES };
  const answers = networkAnswers([Float32Array.of(1000, 1000)], facts);
  assert.deepEqual(rounded(answers), [["auxiliary", 0.5, 0.5]]);
});

Deno.test("AnswerMeans averages the windows so far", () => {
  const means = new AnswerMeans();
  const answer = (...values: number[]) => {
    return [{ network: "primary", probabilities: Float32Array.from(values) }] as const;
  };
  means.add(answer(1, 0));
  assert.deepEqual(rounded(means.add(answer(0, 1))), [["primary", 0.5, 0.5]]);
  assert.deepEqual(rounded(means.add(answer(0, 1))), [["primary", 0.333, 0.667]]);
});

Deno.test("describeDifference() accepts rounding, and finds zeros, gaps and no numbers", () => {
  const expected = [[4, -2], [0.5, 0.25]];
  const of = (...values: number[][]) => values.map((logits) => Float32Array.from(logits));
  assert.equal(describeDifference(of([4.001, -2], [0.5, 0.2505]), expected), undefined);
  const wrong = [
    of([0, 0], [0.5, 0.25]),
    of([4, -2], [0.5, 0.26]),
    of([4, -2], [NaN, 0.25]),
    of([4, -2]),
  ];
  for (const logits of wrong) {
    assert.match(
      describeDifference(logits, expected) ?? "",
      /^it computes wrong numbers here, by /,
    );
  }
});

Deno.test("boxesOf() names the squares along the longer side", () => {
  const boxes = boxesOf(["first", "last"], { width: 6, height: 4 });
  assert.deepEqual(boxes.map(({ left }) => left), [0, 2]);
  assert.deepEqual(boxesOf(["middle"], { width: 6, height: 4 })[0]?.left, 1);
});

Deno.test("Speed says how fast the newest windows were", () => {
  const speed = new Speed();
  assert.equal(speed.text, "");
  speed.add(5000, 10);
  for (let index = 0; index < 20; index++) speed.add(100, 16);
  assert.equal(
    speed.text,
    "160 frames per second through the networks, 10 windows; a window takes 100 ms",
  );
});

Deno.test("lookingPlanOf() is the plan of predict", async () => {
  const { config } = await loadConfig("motion_small");
  const described = { networks: [], run: RUN, answer: "primary", classes: CLASSES } as const;
  const { sampling } = await describeModel(config, described);
  assert.deepEqual(lookingPlanOf(sampling), planLooking(config));
});

const RUN = { name: "first", step: 1, checkpoint: "", videos: "" };
