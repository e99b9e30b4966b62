import { parseArgs } from "node:util";
import { knownNames } from "./_known_names.ts";
import { positiveInteger } from "./_positive_integer.ts";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { startTensorFlow } from "../runtime/mod.ts";
import { currentSetting } from "./_report.ts";
import { engineCases, VARIANTS } from "./engine/cases.ts";
import { compareEngines, profileEngine } from "./engine/compare_engines.ts";
import { drawResults } from "./engine/draw_results.ts";
import { lostRatios } from "./engine/lost_ratios.ts";
import { requireTorch } from "./engine/require_torch.ts";
import { type EngineRow, keepRow, PRECISIONS, readEngineResults } from "./engine/results.ts";
import { profileTable } from "./profile/profile_table.ts";
import { speedRows } from "./engine/speed_table.ts";

/**
 * Takes the same training steps with this engine and with PyTorch, in turns, and compares medians.
 *
 * Options: `--rows a,b,c,d`, `--precisions float32,bf16`, `--variants eager,channels_last,compile`,
 * `--python PATH` (a Python with torch and safetensors), `--threads N`. A row is written to the
 * results file only if all its variants were measured, since they are compared with each other. The
 * chart and the table of docs/speed.md are drawn again at the end.
 *
 * `--profile` writes nothing: it prints what the time of our step goes into, op by op.
 *
 * `--check` writes nothing: it fails if a ratio is lower than the committed one by more than 15 %.
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
      check: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
    },
  });
  const threads = positiveInteger("threads", values.threads);
  const variants = knownNames("variants", values.variants, VARIANTS);
  const precisions = knownNames("precisions", values.precisions, PRECISIONS);
  const letters = knownNames("rows", values.rows, Object.keys(cases));
  if (!values.profile) await requireTorch(values.python);
  await startTensorFlow({ threads, device: "cpu" });
  const rows: EngineRow[] = [];
  for (const letter of letters) {
    const engineCase = cases[letter]!;
    for (const precision of precisions) {
      if (values.profile) {
        const setting = { precision, threads, device: "cpu" } as const;
        console.log(`(${letter}) ${engineCase.title}, ${precision}`);
        console.log(profileTable(await profileEngine(engineCase, setting)));
        continue;
      }
      const options = {
        precision,
        threads,
        device: "cpu" as const,
        xla: false,
        python: values.python,
        variants,
      };
      const row: EngineRow = { row: letter, ...await compareEngines(engineCase, options) };
      rows.push(row);
      console.log(formatTable(speedRows([row])));
      if (values.check) continue;
      if (row.pytorch.length < engineCase.variants.length) {
        console.log("Not all variants were measured: the results file stays as it is.");
        continue;
      }
      await keepRow("engine", { ...currentSetting(), threads }, row);
    }
  }
  if (values.profile) return;
  console.log(formatTable(speedRows(rows), { markdown: true }));
  if (values.check) return await checkRatios(rows);
  for (const path of await drawResults(await readEngineResults())) console.log(`wrote ${path}`);
}

/** Ends the process with an error if a row is slower than it was, beside PyTorch. */
async function checkRatios(rows: readonly EngineRow[]): Promise<void> {
  const { rows: committed, hardware } = await readEngineResults();
  const lines = lostRatios(rows.filter(({ pytorch }) => pytorch.length > 0), committed);
  const { hardware: here } = currentSetting();
  if (here !== hardware) console.log(`The committed ratios are of another machine: ${hardware}`);
  for (const line of lines) console.error(line);
  if (lines.length > 0) Deno.exit(1);
  console.log("No ratio is below the committed one by more than the band.");
}
