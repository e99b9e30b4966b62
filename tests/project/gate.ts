/**
 * The whole gate, for people and for CI: runs every step, names those that failed, and ends with
 * the number of tests. This is the only list of what a change must pass.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT } from "../_sources.ts";
import { closingLine, countTests, type TestCounts } from "./_test_counts.ts";

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
  const folder = await Deno.makeTempDir({ prefix: "gate-" });
  const failed: string[] = [];
  const counts: TestCounts[] = [];
  for (const step of STEPS) {
    const report = join(folder, "report.xml");
    const success = await runStep(step, report);
    const tests = await readReport(report);
    counts.push(tests);
    if (success) continue;
    failed.push(step.args.join(" "));
    // A step without a failed test counts as one.
    if (tests.failed === 0) counts.push({ passed: 0, failed: 1, skipped: 0 });
  }
  await Deno.remove(folder, { recursive: true });
  if (failed.length > 0) console.log(`\nFailed: deno ${failed.join(", deno ")}`);
  console.log(closingLine(counts));
  Deno.exit(failed.length > 0 ? 1 : 0);
}

/** Counts the tests of a step's report and removes it; none if the step wrote none. */
async function readReport(report: string): Promise<TestCounts> {
  try {
    const counts = countTests(await Deno.readTextFile(report));
    await Deno.remove(report);
    return counts;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { passed: 0, failed: 0, skipped: 0 };
    throw error;
  }
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
