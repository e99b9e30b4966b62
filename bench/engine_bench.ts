import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeAtomically } from "../pipeline/run/files.ts";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { startTensorFlow } from "../runtime/mod.ts";
import { type Case, engineCases, VARIANTS } from "./engine/cases.ts";
import { Contender, type Timed } from "./engine/contender.ts";
import { prepareCase } from "./engine/prepare.ts";
import { median } from "../pipeline/videos/median.ts";

const PRECISIONS = ["float32", "bf16"] as const;

/** Steps that are not timed: tracing, compiling, first allocations. */
const WARM_UP = 2;

/** How far losses may lie apart, relative, at the first step and at the last of the warm-up. */
const TOLERANCE = { float32: [1e-4, 1e-2], bf16: [2e-2, 5e-2] } as const;

type Precision = typeof PRECISIONS[number];

/** One side's steps of one case in one precision. */
interface Series {
  readonly name: string;
  /** The engine's. */
  readonly version: string;
  /** Seconds of the first step: tracing and compiling with it. */
  readonly first: number;
  /** Seconds that tracing took of it; ours only. */
  readonly tracing?: number;
  /** Seconds of each timed step. */
  readonly seconds: readonly number[];
  readonly median: number;
  /** Losses of the warm-up's steps. */
  readonly losses: readonly number[];
  /** Peak of the resident memory in bytes. */
  readonly memory: number;
}

/** One line of the table. */
interface Row {
  readonly row: string;
  readonly title: string;
  readonly precision: Precision;
  /** The day, as in 2026-11-23. */
  readonly measured: string;
  readonly ours: Series;
  readonly pytorch: readonly Series[];
  /** The fastest PyTorch variant's median over ours: above 1 we are faster. Null where we ran alone. */
  readonly ratio: number | null;
}

const RESULTS = new URL("./results/engine.json", import.meta.url);

/**
 * Takes the same training steps with this engine and with PyTorch, in turns, and compares medians.
 *
 * Options: `--rows a,b,c,d`, `--precisions float32,bf16`, `--variants …`, `--python PATH` (a Python with
 * torch and safetensors), `--threads N`. A row takes its place in the results file when all its
 * variants were run: they are compared with one another, not with other rows.
 */
export async function bench(): Promise<void> {
  const cases = await engineCases();
  const { values } = parseArgs({
    args: Deno.args.slice(1),
    options: {
      rows: { type: "string", default: Object.keys(cases).join() },
      precisions: { type: "string", default: PRECISIONS.join() },
      variants: { type: "string", default: VARIANTS.join() },
      python: { type: "string", default: "python3" },
      threads: { type: "string", default: String(navigator.hardwareConcurrency) },
    },
  });
  const threads = Number(values.threads);
  await startTensorFlow({ threads });
  const rows: Row[] = [];
  for (const row of values.rows.split(",")) {
    const one = cases[row];
    if (one === undefined) {
      throw new RangeError(
        `Cannot run the bench as '--rows' must be of ${
          Object.keys(cases)
        }: current value is ${row}`,
      );
    }
    for (const precision of values.precisions.split(",") as Precision[]) {
      const variants = values.variants.split(",").filter((name) => name !== "");
      const result = await compare(row, one, precision, { ...values, threads, variants });
      rows.push(result);
      console.log(formatTable(table([result])));
      if (result.pytorch.length === one.variants.length) await keep(result, threads);
      else console.log("Not all variants: the results file stays as it is.");
    }
  }
  console.log(formatTable(table(rows), { markdown: true }));
}

/** Puts the row into the results file, which holds rows of one machine only. */
async function keep(row: Row, threads: number): Promise<void> {
  const setting = {
    hardware: `${cpus()[0]?.model.trim()}, ${navigator.hardwareConcurrency} cores`,
    threads,
    deno: Deno.version.deno,
  };
  const { rows: before, ...earlier } = JSON.parse(await Deno.readTextFile(RESULTS));
  const others = JSON.stringify(earlier) === JSON.stringify(setting) ? before as Row[] : [];
  const place = (one: Row) => `${one.row} ${PRECISIONS.indexOf(one.precision)}`;
  const rows = [...others.filter((one) => place(one) !== place(row)), row]
    .sort((a, b) => place(a) < place(b) ? -1 : 1);
  const text = JSON.stringify({ ...setting, rows }, null, 2) + "\n";
  await writeAtomically(RESULTS.pathname, (path) => Deno.writeTextFile(path, text));
}

interface CompareOptions {
  readonly threads: number;
  readonly python: string;
  readonly variants: readonly string[];
}

async function compare(
  row: string,
  one: Case,
  precision: Precision,
  { threads, python, variants }: CompareOptions,
): Promise<Row> {
  const folder = await Deno.makeTempDir({ prefix: "engine-bench-" });
  try {
    await prepareCase(folder, one, threads);
    await using stack = new AsyncDisposableStack();
    const start = async (name: string, command: string, args: readonly string[]) =>
      stack.use(await Contender.start(name, command, args));
    const contenders = [
      await start("ours", Deno.execPath(), [
        ...["run", "--quiet", "--allow-read", "--allow-env", "--allow-sys", "--allow-run"],
        ...["--allow-ffi", "--allow-net", "--allow-write"],
        ...[join(import.meta.dirname!, "engine", "ours.ts"), folder, precision],
      ]),
    ];
    const peer = join(import.meta.dirname!, "peers", "pytorch.py");
    for (const variant of one.variants.filter((name) => variants.includes(name))) {
      contenders.push(await start(variant, python, [peer, folder, precision, variant]));
    }
    const [ours, ...pytorch] = await inTurns(contenders, one.rounds);
    for (const series of pytorch) checkLosses(ours!, series, precision);
    const best = Math.min(...pytorch.map(({ median }) => median));
    const ratio = pytorch.length === 0 ? null : best / ours!.median;
    const measured = new Date().toISOString().slice(0, 10);
    return { row, title: one.title, precision, measured, ours: ours!, pytorch, ratio };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function inTurns(contenders: readonly Contender[], rounds: number): Promise<Series[]> {
  const steps = contenders.map((): Timed[] => []);
  for (let round = 0; round < WARM_UP + rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      steps[index]!.push(await contender.step());
    }
  }
  return await Promise.all(contenders.map(async (contender, index) => {
    const seconds = steps[index]!.slice(WARM_UP).map((step) => step.seconds);
    const losses = steps[index]!.slice(0, WARM_UP).map(({ loss }) => loss);
    const memory = await contender.memory();
    const { name, version } = contender;
    const [first] = steps[index]!;
    const tracing = first!.traced === undefined ? {} : { tracing: first!.traced };
    return {
      name,
      version,
      first: first!.seconds,
      ...tracing,
      seconds,
      median: median(seconds),
      losses,
      memory,
    };
  }));
}

/** @throws {Error} when the two sides do not train by the same loss */
function checkLosses(ours: Series, theirs: Series, precision: Precision): void {
  TOLERANCE[precision].forEach((tolerance, step) => {
    const own = ours.losses[step]!;
    const other = theirs.losses[step]!;
    if (Math.abs(own - other) <= tolerance * Math.abs(other)) return;
    throw new Error(
      `Cannot compare with PyTorch (${theirs.name}, ${precision}) as the losses of step ${step} must be ` +
        `within ${tolerance}: ours is ${own}, theirs ${other}`,
    );
  });
}

function table(rows: readonly Row[]) {
  const milliseconds = (seconds: number) => (1000 * seconds).toFixed(seconds < 1 ? 1 : 0);
  const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(2);
  return {
    header: ["step, ms", "precision", "ours", ...VARIANTS, "ratio", "GiB", "PyTorch GiB"],
    rows: rows.map(({ row, title, precision, ours, pytorch, ratio }) => {
      const cells = VARIANTS.map((variant) => {
        const series = pytorch.find(({ name }) => name === variant);
        return series === undefined ? "-" : milliseconds(series.median);
      });
      const fastest = pytorch.reduce((a, b) => a.median <= b.median ? a : b, pytorch[0]!);
      return [
        `(${row}) ${title}`,
        precision,
        milliseconds(ours.median),
        ...cells,
        ratio?.toFixed(2) ?? "-",
        gibibytes(ours.memory),
        fastest === undefined ? "-" : gibibytes(fastest.memory),
      ];
    }),
  };
}
