import assert from "node:assert/strict";
import {
  createModel,
  freeze,
  layerRates,
  type Model,
  NAMED_CONFIGS,
  NAMED_PROJECTIONS,
  type TimeSformerConfig,
  withProjection,
} from "../../../models/mod.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import { watchTensors, withoutLeaks } from "../../_leaks.ts";
import { parameterCount } from "../_parameter_count.ts";
import { gradientsOf, relativeError } from "../_reference.ts";
import { drawNormal } from "../../_draw_normal.ts";

const TINY = { classes: 3, width: 4, depths: [1, 1, 1, 1] };

const TRANSFORMER: TimeSformerConfig = {
  ...NAMED_CONFIGS.timesformer_vit_s,
  classes: 3,
  size: 32,
  frames: 4,
  width: 12,
  depth: 1,
  heads: 3,
  dropPath: 0,
};

const BODIES = [
  ["Slow ResNet", createModel({ ...NAMED_CONFIGS.slow_r18, ...TINY })],
  ["SlowFast", createModel({ ...NAMED_CONFIGS.slowfast_r50, ...TINY, width: 8 })],
  ["R3D", createModel({ ...NAMED_CONFIGS.r3d_18, ...TINY })],
  ["TSM", createModel({ ...NAMED_CONFIGS.tsm_r18, ...TINY, width: 8 })],
  ["TimeSformer", createModel(TRANSFORMER)],
] as const;

const NORMALIZED = { layers: [6, 5, 4], normalized: true };
const PLAIN = { layers: [6, 4], normalized: false };

function inputOf(model: Model, training: boolean) {
  return {
    ...model.initialize(3),
    clips: drawNormal<tf.Rank.R5>([5, 4, 32, 32, 3], 9),
    training,
    randomSeed: tf.tensor1d([1, 2], "int32"),
  };
}

/** A head in plain arithmetic, over rows of features; weights by the names of its layers. */
function projectPlainly(
  rows: readonly (readonly number[])[],
  head: readonly {
    readonly weight: number[][];
    readonly bias?: number[];
    readonly normalized: boolean;
  }[],
): number[][] {
  let values = rows.map((row) => [...row]);
  head.forEach(({ weight, bias, normalized }, index) => {
    const isLast = index === head.length - 1;
    values = values.map((row) =>
      weight.map((weights, output) =>
        weights.reduce((sum, value, input) => sum + value * row[input]!, bias?.[output] ?? 0)
      )
    );
    if (normalized) values = normalizeColumns(values);
    if (!isLast) values = values.map((row) => row.map((value) => Math.max(value, 0)));
  });
  return values;
}

function normalizeColumns(rows: readonly (readonly number[])[]): number[][] {
  const moments = rows[0]!.map((_, column) => {
    const mean = rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length;
    const squares = rows.reduce((sum, row) => sum + (row[column]! - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / rows.length + 1e-5) };
  });
  return rows.map((row) =>
    row.map((value, column) => (value - moments[column]!.mean) / moments[column]!.deviation)
  );
}

/** What a forward pass reports as pooled features. */
function pooledOf(model: Model, input: PassInput): tf.Tensor2D {
  let reported: tf.Tensor2D | undefined;
  model.forward({
    ...input,
    readOut: {
      onPooled(pooled) {
        reported = pooled;
      },
    },
  });
  return reported!;
}

type PassInput = ReturnType<typeof inputOf>;

Deno.test("withProjection() has the published parameter count at 512 features", () => {
  for (const body of [createModel("r3d_18"), createModel("tsm_r18")]) {
    const model = withProjection(body, NAMED_PROJECTIONS.ltg);
    const head = model.parameters.slice(body.parameters.length);
    assert.equal(parameterCount(head), 788_480);
    assert.deepEqual(model.parameters.slice(0, body.parameters.length), body.parameters);
    assert.deepEqual(head.map(({ name, decayed }) => [name, decayed]), [
      ["contrast_head.0.weight", true],
      ["contrast_head.1.weight", false],
      ["contrast_head.1.bias", false],
      ["contrast_head.3.weight", true],
      ["contrast_head.4.weight", false],
      ["contrast_head.4.bias", false],
      ["contrast_head.6.weight", true],
    ]);
    const statistics = model.statistics.slice(body.statistics.length);
    assert.deepEqual(statistics.slice(-2).map(({ name }) => name), [
      "contrast_head.7.running_mean",
      "contrast_head.7.running_var",
    ]);
  }
  const plain = withProjection(createModel("tsm_r18"), NAMED_PROJECTIONS.plain);
  assert.equal(parameterCount(plain.parameters.slice(-4)), 512 * 513 + 128 * 513);
});

Deno.test.each(BODIES)(
  "%s gives a projection of its pooled features, and the same logits",
  (_, body) => {
    withoutLeaks(() => {
      const model = withProjection(body, PLAIN);
      const input = inputOf(model, true);
      const { logits, projection, features } = model.forward(input);
      const plain = body.forward(input);
      assert.deepEqual(logits.dataSync(), plain.logits.dataSync());
      assert.deepEqual(features.dataSync(), plain.features.dataSync());
      assert.equal(plain.projection, undefined);
      const weights = (name: string) => input.parameters[`contrast_head.${name}`]!.arraySync();
      const expected = projectPlainly(pooledOf(body, input).arraySync(), [
        { weight: weights("0.weight") as number[][], bias: [0, 0, 0, 0, 0, 0], normalized: false },
        { weight: weights("2.weight") as number[][], normalized: false },
      ]);
      const difference = relativeError(projection!.dataSync(), expected.flat());
      assert.ok(difference < 1e-5, `${difference}`);
    });
  },
);

Deno.test.each(BODIES)("pooled features of %s are those of the head before dropout", (_, body) => {
  withoutLeaks(() => {
    const input = inputOf(body, false);
    const { features } = body.forward(input);
    const difference = relativeError(pooledOf(body, input).dataSync(), features.dataSync());
    assert.ok(difference < 1e-6, `${difference}`);
  });
});

Deno.test("withProjection() normalizes by the batch in training, and keeps statistics", () => {
  withoutLeaks(() => {
    const [, body] = BODIES[2];
    const model = withProjection(body, NORMALIZED);
    const input = inputOf(model, true);
    const { projection, statistics } = model.forward(input);
    const pooled = pooledOf(body, input).arraySync();
    const head = ["0", "3", "6"].map((layer) => ({
      weight: input.parameters[`contrast_head.${layer}.weight`]!.arraySync() as number[][],
      normalized: true,
    }));
    const expected = projectPlainly(pooled, head);
    const difference = relativeError(projection!.dataSync(), expected.flat());
    assert.ok(difference < 1e-3, `${difference}`);
    const names = model.statistics.map(({ name }) => name);
    assert.deepEqual(Object.keys(statistics).toSorted(), names.toSorted());
    const first = projectPlainly(pooled, [{ ...head[0]!, normalized: false }]);
    const means = first[0]!.map((_, column) =>
      first.reduce((sum, row) => sum + row[column]!, 0) / first.length * 0.1
    );
    const kept = statistics["contrast_head.1.running_mean"]!.dataSync();
    assert.ok(relativeError(kept, means) < 1e-5);
    const evaluated = model.forward({ ...input, statistics, training: false });
    assert.equal(evaluated.statistics, statistics);
    assert.deepEqual(evaluated.projection!.shape, [5, 4]);
  });
});

Deno.test("withProjection() lets gradients of the projection reach the network", () => {
  withoutLeaks(() => {
    const model = withProjection(BODIES[2][1], NORMALIZED);
    const input = inputOf(model, true);
    const { "cls_head.fc_cls.weight": weight, "cls_head.fc_cls.bias": bias, ...parameters } =
      input.parameters;
    const classifier = { "cls_head.fc_cls.weight": weight!, "cls_head.fc_cls.bias": bias! };
    const target = drawNormal<tf.Rank.R2>([5, 4], 4);
    const gradients = gradientsOf(parameters, () => {
      const { projection } = model.forward({
        ...input,
        parameters: { ...parameters, ...classifier },
      });
      return tf.sum(tf.mul(projection!, target));
    });
    for (const { name } of model.parameters) {
      if (name in classifier) continue;
      assert.ok(tf.norm(gradients[name]!).dataSync()[0]! > 0, name);
    }
  });
});

Deno.test("withProjection() computes the same compiled as op by op", async () => {
  const assertNoLeaks = watchTensors();
  const model = withProjection(BODIES[3][1], NORMALIZED);
  const { training, ...input } = inputOf(model, true);
  const run = (inputs: typeof input) => {
    const { projection, statistics } = model.forward({ ...inputs, training });
    return { projection: projection!, statistics: { ...statistics } };
  };
  using compiled = compile(run);
  const traced = await compiled(input);
  const eager = tf.tidy(() => run(input));
  const difference = relativeError(traced.projection.dataSync(), eager.projection.dataSync());
  assert.ok(difference < 1e-4, `${difference}`);
  tf.dispose([{ ...input }, { ...traced }, { ...eager }]);
  compiled[Symbol.dispose]();
  assertNoLeaks();
});

Deno.test("withProjection() draws the other initial values as without a head", () => {
  withoutLeaks(() => {
    const [, body] = BODIES[0];
    const plain = body.initialize(7).parameters;
    const { parameters } = withProjection(body, PLAIN).initialize(7);
    for (const { name } of body.parameters) {
      assert.deepEqual(parameters[name]!.dataSync(), plain[name]!.dataSync());
    }
    const values = parameters["contrast_head.0.weight"]!.dataSync<"float32">();
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    assert.ok(Math.abs(deviation - 0.01) < 0.003, `${deviation}`);
  });
});

Deno.test("freeze() of a projection head leaves its norms as in evaluation", () => {
  withoutLeaks(() => {
    const model = freeze(
      withProjection(BODIES[2][1], NORMALIZED),
      (name) => name.startsWith("contrast_head."),
    );
    const input = inputOf(model, true);
    const { statistics, projection } = model.forward(input);
    for (const { name } of model.statistics.filter(({ name }) => name.startsWith("contrast"))) {
      assert.deepEqual(statistics[name]!.dataSync(), input.statistics[name]!.dataSync(), name);
    }
    // Not normalized by the batch: with running statistics of 0 and 1 the values stay small.
    assert.ok(tf.max(tf.abs(projection!)).dataSync()[0]! < 1e-2);
    assert.equal(model.parameters.filter(({ frozen }) => frozen).length, 7);
  });
});

Deno.test.each(BODIES)("layerRates() counts a projection head of %s with its head", (_, body) => {
  const rateOf = layerRates(withProjection(body, NORMALIZED), 0.5);
  assert.equal(rateOf("contrast_head.0.weight"), 1);
  assert.equal(rateOf(body.parameters.at(-1)!.name), 1);
});

Deno.test.each(
  [
    [{ layers: [], normalized: true }, /'layers' must be one or more positive integers.*\[\]/],
    [{ layers: [8, 0.5], normalized: false }, /positive integers: current value is \[8,0\.5\]/],
  ] as const,
)("withProjection() refuses %o", (config, message) => {
  assert.throws(() => withProjection(BODIES[0][1], config), message);
});

Deno.test("withProjection() refuses a second head", () => {
  const model = withProjection(BODIES[0][1], PLAIN);
  assert.throws(() => withProjection(model, PLAIN), /must have none: current value is \[6,4\]/);
});

Deno.test("withProjection() refuses a network that does not report its features", () => {
  withoutLeaks(() => {
    const [, body] = BODIES[0];
    const silent: Model = { ...body, forward: ({ readOut: _, ...input }) => body.forward(input) };
    const model = withProjection(silent, PLAIN);
    assert.throws(
      () => model.forward(inputOf(model, false)),
      /must report them to 'readOut\.onPooled'/,
    );
  });
});
