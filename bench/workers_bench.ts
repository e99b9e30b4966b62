import { parseArgs } from "node:util";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { startTensorFlow } from "../runtime/mod.ts";
import { knownNames } from "./_known_names.ts";
import { positiveInteger } from "./_positive_integer.ts";
import { currentSetting, readReport, writeReport } from "./_report.ts";
import { VARIANTS } from "./engine/cases.ts";
import { prepareCase } from "./engine/prepare_case.ts";
import { requireTorch } from "./engine/require_torch.ts";
import { drawWorkers } from "./workers/draw_workers.ts";
import { lackOfHosts } from "./workers/network_hosts.ts";
import { requireSameLosses } from "./workers/require_same_losses.ts";
import { allSetups, type Setup } from "./workers/setups.ts";
import { takeTurn } from "./workers/take_turn.ts";
import { clipsOf, type WorkersCase, workersCases } from "./workers/workers_case.ts";
import type { SetupResult, WorkersReport, WorkersRow } from "./workers/workers_report.ts";
import { workersRows } from "./workers/workers_table.ts";

/**
 * Measures training steps of two workers of one thread each beside those of one process of two
 * threads, ours and PyTorch's (DistributedDataParallel by gloo), in turns: over the loopback
 * interface, with other buckets and with gradients in bf16, and as two hosts, which are network
 * namespaces, with links of 10 and 1 Gbit/s.
 *
 * Options: `--rows c,d`, `--rounds N` (turns of each setup), `--setups PATTERN` (only those whose
 * name a regular expression finds), `--variants channels_last,compile`, `--python PATH` (a Python
 * with torch and safetensors), `--quick` (few steps). The results file is written, and
 * docs/scale-out.md drawn again, after each row that has all setups, but not with `--quick`.
 */
export async function bench(): Promise<void> {
  const cases = await workersCases();
  const { values } = parseArgs({
    args: Deno.args.slice(1),
    options: {
      rows: { type: "string", default: Object.keys(cases).join() },
      rounds: { type: "string", default: "3" },
      setups: { type: "string", default: "" },
      variants: { type: "string", default: "channels_last,compile" },
      python: { type: "string", default: "python3" },
      quick: { type: "boolean", default: false },
    },
  });
  const letters = knownNames("rows", values.rows, Object.keys(cases));
  const variants = knownNames("variants", values.variants, VARIANTS);
  const rounds = positiveInteger("rounds", values.rounds);
  const setups = allSetups(variants).filter(({ name }) => new RegExp(values.setups).test(name));
  if (setups.some(({ engine }) => engine !== "ours")) await requireTorch(values.python);
  await startTensorFlow({ threads: 2, device: "cpu" });
  for (const letter of letters) {
    const engineCase = cases[letter]!;
    const row = await measureRow(letter, {
      engineCase: values.quick ? { ...engineCase, warmUp: 2, steps: 1 } : engineCase,
      rounds,
      setups,
      python: values.python,
    });
    console.log(formatTable(workersRows(row)));
    for (const line of row.skipped) console.log(`skipped: ${line}`);
    if (values.quick || values.setups !== "") {
      console.log("Not everything was measured: the results file stays as it is.");
      continue;
    }
    const report = withRow(await readReport<WorkersReport>("workers"), row);
    await writeReport("workers", report);
    console.log(`wrote ${await drawWorkers(report)}`);
  }
}

/** How a row is measured. */
interface RowOptions {
  readonly engineCase: WorkersCase;
  readonly rounds: number;
  readonly setups: readonly Setup[];
  readonly python: string;
}

async function measureRow(row: string, options: RowOptions): Promise<WorkersRow> {
  const { engineCase, rounds, setups, python } = options;
  const lack = await lackOfHosts();
  const canMakeHosts = lack === undefined;
  const skipped = new Map<string, string>();
  for (const { name, link } of setups) {
    if (lack !== undefined && link !== "loopback") skipped.set(name, lack);
  }
  if (lack !== undefined) skipped.set("bytes a step", lack);
  const results = new Map<string, SetupResult>();
  let gradientBytes = 0;
  const folder = await Deno.makeTempDir({ prefix: "workers-bench-" });
  try {
    await prepareCase(folder, engineCase, { threads: 2, device: "cpu" });
    for (let round = 0; round < rounds; round++) {
      for (const setup of setups.filter(({ name }) => !skipped.has(name))) {
        console.error(`(${row}) round ${round + 1} of ${rounds}: ${setup.name}`);
        try {
          const taken = await takeTurn(setup, { folder, engineCase, python, canMakeHosts });
          const { version, gradientBytes: bytes, ...turn } = taken;
          gradientBytes = bytes;
          const { turns = [] } = results.get(setup.name) ?? {};
          results.set(setup.name, { ...setup, version, turns: [...turns, turn] });
        } catch (error) {
          // Others have taken hours: they are worth keeping.
          skipped.set(setup.name, error instanceof Error ? error.message : String(error));
          results.delete(setup.name);
        }
      }
      requireSameLosses([...results.values()]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return {
    row,
    title: engineCase.title,
    clips: clipsOf(engineCase),
    gradientBytes,
    measured: new Date().toISOString().slice(0, 10),
    setups: [...results.values()],
    skipped: Array.from(skipped, ([name, reason]) => `${name} (${reason})`),
  };
}

/** Replaces a row; rows that were measured elsewhere are left out. */
function withRow(earlier: WorkersReport, row: WorkersRow): WorkersReport {
  const { hardware, deno } = currentSetting();
  const isSame = earlier.hardware === hardware && earlier.deno === deno;
  const others = isSame ? earlier.rows.filter((other) => other.row !== row.row) : [];
  return { hardware, deno, rows: [...others, row].sort((a, b) => a.row < b.row ? -1 : 1) };
}
