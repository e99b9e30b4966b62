import { parseArgs } from "node:util";
import { knownNames } from "./_known_names.ts";
import { positiveInteger } from "./_positive_integer.ts";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { startTensorFlow } from "../runtime/mod.ts";
import { currentSetting } from "./_report.ts";
import { gpuCases, VARIANTS } from "./engine/cases.ts";
import { compareEngines } from "./engine/compare_engines.ts";
import { requireTorch } from "./engine/require_torch.ts";
import { type EngineRow, keepRow, PRECISIONS } from "./engine/results.ts";
import { milliseconds, speedRows } from "./engine/speed_table.ts";

/**
 * Takes the training steps of the paper's networks on an NVIDIA GPU, with this engine and with
 * PyTorch, in turns, and writes bench/results/gpu.json after each row.
 *
 * Options: `--rows a,b,c`, `--precisions bf16,float32` (float32: products in TF32, as both engines
 * do by default), `--variants channels_last,compile,eager`, `--no-xla` (do not measure our step
 * compiled by XLA as a whole), `--python PATH` (a Python with torch for CUDA and safetensors),
 * `--threads N`.
 *
 * @throws {ProvisionError} If this machine has no GPU that can be used; the message says why.
 */
export async function bench(): Promise<void> {
  const cases = gpuCases();
  const { values } = parseArgs({
    args: Deno.args.slice(1),
    options: {
      rows: { type: "string", default: Object.keys(cases).join() },
      precisions: { type: "string", default: PRECISIONS.toReversed().join() },
      variants: { type: "string", default: VARIANTS.join() },
      xla: { type: "boolean", default: true },
      python: { type: "string", default: "python3" },
      threads: { type: "string", default: String(navigator.hardwareConcurrency) },
    },
    allowNegative: true,
  });
  const threads = positiveInteger("threads", values.threads);
  const letters = knownNames("rows", values.rows, Object.keys(cases));
  const precisions = knownNames("precisions", values.precisions, PRECISIONS);
  const variants = knownNames("variants", values.variants, VARIANTS);
  await requireTorch(values.python);
  await startTensorFlow({ threads, device: "gpu" });
  const { hardware, deno } = currentSetting();
  const setting = { hardware: `${await nameOfGpu()}; ${hardware}`, threads, deno };
  for (const precision of precisions) {
    for (const row of letters) {
      const measured: EngineRow = {
        row,
        ...await compareEngines(cases[row]!, {
          precision,
          threads,
          device: "gpu",
          xla: values.xla,
          python: values.python,
          variants,
        }),
      };
      await keepRow("gpu", setting, measured);
      console.log(formatTable(speedRows([measured])));
      if (measured.xla !== undefined) {
        const { first, median } = measured.xla;
        console.log(`with XLA: ${milliseconds(median)} ms, the first step ${first.toFixed(0)} s`);
      }
    }
  }
}

async function nameOfGpu(): Promise<string> {
  const { stdout } = await new Deno.Command("nvidia-smi", {
    args: ["--query-gpu=name", "--format=csv,noheader"],
  }).output();
  return new TextDecoder().decode(stdout).trim().split("\n")[0]!;
}
