import { knownNames } from "./_known_names.ts";
import { positiveInteger } from "./_positive_integer.ts";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { METHODS } from "../pipeline/methods/methods.ts";
import { currentSetting, writeReport } from "./_report.ts";
import { type Size, SIZES } from "./methods/case_config.ts";
import { drawMethods, type MethodsReport } from "./methods/draw_methods.ts";
import type { MethodCost } from "./methods/measure_method.ts";
import { type MethodRow, methodsTable } from "./methods/methods_table.ts";

const PROGRAM = fileURLToPath(new URL("./methods/measure_method.ts", import.meta.url));

/**
 * Measures what a training step of each method costs: its time, the operations of its products, their
 * share of the speed of one large product, and memory. Each is measured in a process of its own. The
 * table of docs/methods.md is drawn again at the end.
 *
 * Options: `--methods a,b`, `--sizes small,large`, `--rounds N`, `--threads N`. The results file is
 * written only if all methods were measured at all sizes.
 */
export async function bench(): Promise<void> {
  const known = { methods: Object.keys(METHODS), sizes: Object.keys(SIZES) };
  const { values } = parseArgs({
    args: Deno.args.slice(1),
    options: {
      methods: { type: "string", default: known.methods.join() },
      sizes: { type: "string", default: known.sizes.join() },
      rounds: { type: "string", default: "7" },
      threads: { type: "string", default: String(navigator.hardwareConcurrency) },
    },
  });
  const methods = knownNames("methods", values.methods, known.methods);
  const sizes = knownNames("sizes", values.sizes, known.sizes);
  const rounds = String(positiveInteger("rounds", values.rounds));
  const rows: MethodRow[] = [];
  for (const size of sizes as Size[]) {
    for (const method of methods) {
      const cost = await measure([method, size, rounds, values.threads]);
      rows.push({ method, size, ...cost });
      console.log(methodsTable(rows.slice(-1)));
    }
  }
  console.log(methodsTable(rows));
  if (rows.length < known.methods.length * known.sizes.length) {
    console.log("Not all methods were measured: the results file stays as it is.");
    return;
  }
  const report: MethodsReport = { ...currentSetting(), threads: Number(values.threads), rows };
  await writeReport("methods", report);
  console.log(`wrote ${await drawMethods(report)}`);
}

async function measure(args: readonly string[]): Promise<MethodCost> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-P=program", PROGRAM, ...args],
    stderr: "inherit",
  }).output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout));
  throw new Error(`Cannot measure '${args[0]}' as its process must succeed: it has failed`);
}
