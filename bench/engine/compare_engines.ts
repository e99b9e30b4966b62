import { join } from "node:path";
import { median } from "../../pipeline/numbers/median.ts";
import type { EngineCase, Variant } from "./cases.ts";
import { Contender, type TimedStep } from "./contender.ts";
import type { StepProfile } from "../profile/profile_step.ts";
import { type EngineSetting, prepareCase } from "./prepare_case.ts";
import type { EngineRow, Precision, Series } from "./results.ts";

/** Steps that are not timed: they trace, compile, and allocate for the first time. */
const WARM_UP = 2;

/** Maximum relative difference of losses, at the first step and at the last of the warm-up. */
const TOLERANCE = { float32: [1e-4, 1e-2], bf16: [2e-2, 5e-2] } as const;

/** How {@linkcode compareEngines} measures. */
export interface CompareOptions extends EngineSetting {
  readonly precision: Precision;
  /** Whether our step is measured a second time, compiled by XLA as a whole. */
  readonly xla: boolean;
  /** A Python with `torch` and `safetensors`. */
  readonly python: string;
  /** PyTorch variants to measure, of those of the case. */
  readonly variants: readonly string[];
}

/**
 * Measures one case in one precision: our engine and PyTorch's variants take the same steps, in
 * turns.
 *
 * @throws {Error} If the two sides compute different losses.
 */
export async function compareEngines(
  engineCase: EngineCase,
  options: CompareOptions,
): Promise<Omit<EngineRow, "row">> {
  const { precision } = options;
  const folder = await Deno.makeTempDir({ prefix: "engine-bench-" });
  try {
    await prepareCase(folder, engineCase, options);
    await using stack = new AsyncDisposableStack();
    const ours = stack.use(await startOurs(folder, precision, "ops"));
    const variants: Contender<Variant>[] = [];
    for (const variant of engineCase.variants) {
      if (!options.variants.includes(variant)) continue;
      variants.push(stack.use(await startPyTorch(folder, variant, options)));
    }
    const xla = options.xla ? stack.use(await startOurs(folder, precision, "xla")) : undefined;
    const isReady = xla !== undefined && await warmUpInTime(xla);
    await takeTurns([ours, ...variants], WARM_UP);
    await takeTurns([ours, ...isReady ? [xla] : [], ...variants], engineCase.rounds);
    const ourSeries = await seriesOf(ours);
    const pytorch = await Promise.all(variants.map(seriesOf));
    for (const series of pytorch) checkLosses(ourSeries, series, options);
    const xlaSeries = isReady ? await seriesOf(xla) : undefined;
    if (xlaSeries !== undefined) checkLosses(ourSeries, xlaSeries, options);
    const cost = await ours.cost();
    const fastest = Math.min(...pytorch.map(({ median }) => median));
    return {
      title: engineCase.title,
      precision,
      measured: new Date().toISOString().slice(0, 10),
      ours: ourSeries,
      ...xlaSeries && { xla: xlaSeries },
      cost,
      pytorch,
      ratio: pytorch.length === 0 ? null : fastest / ourSeries.median,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Returns where the time of our step goes, in one precision. */
export async function profileEngine(
  engineCase: EngineCase,
  options: EngineSetting & { readonly precision: Precision },
): Promise<StepProfile> {
  const folder = await Deno.makeTempDir({ prefix: "engine-bench-" });
  try {
    await prepareCase(folder, engineCase, options);
    await using ours = await startOurs(folder, options.precision, "ops");
    return await ours.profile();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Longest time that XLA may take to compile a step, in seconds. */
const XLA_LIMIT = 180;

/** Lets XLA compile and take its first steps; if that takes too long, its process is ended. */
async function warmUpInTime(xla: Contender): Promise<boolean> {
  const limit = setTimeout(() => xla.kill(), 1000 * XLA_LIMIT);
  try {
    await takeTurns([xla], WARM_UP);
    return true;
  } catch (error) {
    console.error(`XLA was not measured: ${error instanceof Error ? error.message : error}`);
    return false;
  } finally {
    clearTimeout(limit);
  }
}

function startOurs(
  folder: string,
  precision: Precision,
  mode: "ops" | "xla",
): Promise<Contender<"ours">> {
  const script = join(import.meta.dirname!, "ours.ts");
  return Contender.start("ours", {
    command: Deno.execPath(),
    args: ["run", "--quiet", "-P=program", script, folder, precision, mode],
  });
}

function startPyTorch(
  folder: string,
  variant: Variant,
  { python, precision }: CompareOptions,
): Promise<Contender<Variant>> {
  const script = join(import.meta.dirname!, "..", "peers", "pytorch.py");
  return Contender.start(variant, { command: python, args: [script, folder, precision, variant] });
}

/**
 * Lets the contenders take their steps in turns, so that the machine's other work slows all of them
 * alike.
 */
async function takeTurns(contenders: readonly Contender[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) await contender.step();
  }
}

async function seriesOf<Name extends string>(contender: Contender<Name>): Promise<Series<Name>> {
  const { name, version, steps } = contender;
  const [first] = steps as readonly [TimedStep, ...TimedStep[]];
  const seconds = steps.slice(WARM_UP).map((step) => step.seconds);
  return {
    name,
    version,
    first: first.seconds,
    tracing: first.traced,
    seconds,
    median: median(seconds),
    losses: steps.slice(0, WARM_UP).map(({ loss }) => loss),
    memory: await contender.memory(),
  };
}

/**
 * Checks that both sides computed the same losses.
 *
 * @throws {Error} If they differ by more than the tolerance.
 */
function checkLosses(
  ours: Series,
  theirs: Series,
  { precision, device }: Pick<CompareOptions, "precision" | "device">,
): void {
  // There products of float32 are TF32, with hardly more digits than bfloat16.
  const digits = device === "gpu" ? "bf16" : precision;
  TOLERANCE[digits].forEach((tolerance, step) => {
    const ourLoss = ours.losses[step]!;
    const theirLoss = theirs.losses[step]!;
    if (Math.abs(ourLoss - theirLoss) <= tolerance * Math.abs(theirLoss)) return;
    throw new Error(
      `Cannot compare with PyTorch (${theirs.name}, ${precision}) as the losses of step ${step} must be ` +
        `within ${tolerance}: ours is ${ourLoss}, theirs ${theirLoss}`,
    );
  });
}
