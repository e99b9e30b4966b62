/**
 * The whole gate, for people and for CI: runs every step, then names those that failed and ends with the
 * number of tests. The one list of what a change must pass.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT } from "../_sources.ts";
import { closingLine, countTests } from "./_test_counts.ts";

/** A step of the gate: the arguments of `deno`. */
interface Step {
  readonly args: readonly string[];
  /** Whether it runs tests and so can write a report of them. */
  readonly tests?: boolean;
}

const STEPS: readonly Step[] = [
  { args: ["fmt", "--check"] },
  { args: ["lint"] },
  { args: ["check", "."] },
  { args: ["task", "lint:docs"] },
  { args: ["task", "publish:check"] },
  { args: ["task", "test:docs"], tests: true },
  { args: ["task", "test"], tests: true },
];

if (import.meta.main) {
  const reports = await Deno.makeTempDir({ prefix: "gate-" });
  const failed: string[] = [];
  for (const [index, step] of STEPS.entries()) {
    const report = join(reports, `${index}.xml`);
    if (!await runStep(step, report)) failed.push(step.args.join(" "));
  }
  const texts = await Promise.all(Array.from(Deno.readDirSync(reports), ({ name }) => {
    return Deno.readTextFile(join(reports, name));
  }));
  await Deno.remove(reports, { recursive: true });
  if (failed.length > 0) console.log(`\nFailed: deno ${failed.join(", deno ")}`);
  console.log(closingLine(texts.map(countTests)));
  Deno.exit(failed.length > 0 ? 1 : 0);
}

/** Runs a step with its output on the terminal; whether it succeeded. */
async function runStep({ args, tests = false }: Step, report: string): Promise<boolean> {
  console.log(`\n--- deno ${args.join(" ")}`);
  const startedAt = performance.now();
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: tests ? [...args, `--junit-path=${report}`] : [...args],
    cwd: ROOT,
    stdin: "null",
  }).spawn().status;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`--- ${success ? "passed" : "FAILED"} after ${seconds} s`);
  return success;
}
