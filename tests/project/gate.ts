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

/**
 * The tests that run whole commands one after another, about half of all in time: two groups of about
 * the same length run at once.
 */
const COMMANDS = "tests/e2e";

/** For what imports only modules whose types `deno check .` has checked. */
const CHECKED = "--no-check";

/** Groups of steps, one group after the other; the steps of a group run at the same time. */
const GROUPS: readonly (readonly Step[])[] = [
  [
    // Before the other tests, as the first one that needs TensorFlow downloads it.
    { args: ["task", "test:docs"], tests: true },
    { args: ["fmt", "--check"] },
    { args: ["lint"] },
    { args: ["check", "."] },
    { args: ["task", "lint:docs"] },
    { args: ["task", "publish:check"] },
  ],
  [
    { args: ["task", "test", CHECKED, `--ignore=${COMMANDS}`], tests: true },
    { args: ["task", "test", CHECKED, COMMANDS], tests: true },
  ],
];

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "gate-" });
  const failed: string[] = [];
  const counts: TestCounts[] = [];
  for (const group of GROUPS) {
    const outcomes = await Promise.all(
      group.map((step, index) => runStep(step, { folder, index })),
    );
    for (const { step, success, tests } of outcomes) {
      counts.push(tests);
      if (success) continue;
      failed.push(step.args.join(" "));
      // A step without a failed test counts as one.
      if (tests.failed === 0) counts.push({ passed: 0, failed: 1, skipped: 0 });
    }
  }
  await Deno.remove(folder, { recursive: true });
  if (failed.length > 0) console.log(`\nFailed: deno ${failed.join(", deno ")}`);
  console.log(closingLine(counts));
  Deno.exit(failed.length > 0 ? 1 : 0);
}

/** How a step went. */
interface Outcome {
  readonly step: Step;
  readonly success: boolean;
  readonly tests: TestCounts;
}

/** Where a step runs. */
interface StepOptions {
  /** Folder of its report. */
  readonly folder: string;
  /** Its position in its group. The first step shows its output at once, the others at the end. */
  readonly index: number;
}

/** Runs a step and shows its output. */
async function runStep(step: Step, { folder, index }: StepOptions): Promise<Outcome> {
  const { args, tests = false } = step;
  const report = join(folder, `report-${index}.xml`);
  const name = `deno ${args.join(" ")}`;
  const startedAt = performance.now();
  const options: Deno.CommandOptions = {
    args: tests ? [...args, `--junit-path=${report}`] : [...args],
    cwd: ROOT,
    stdin: "null",
  };
  const isShownAtOnce = index === 0;
  console.log(`\n--- ${name}${isShownAtOnce ? "" : ", shown at its end"}`);
  const success = isShownAtOnce ? await runShown(options) : await runAndShow(name, options);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`--- ${success ? "passed" : "FAILED"} after ${seconds} s: ${name}`);
  return { step, success, tests: await readReport(report) };
}

/** Runs Deno with its output on the terminal; whether it succeeded. */
async function runShown(options: Deno.CommandOptions): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), options).spawn().status;
  return success;
}

/** Runs Deno and then shows its output; whether it succeeded. */
async function runAndShow(name: string, options: Deno.CommandOptions): Promise<boolean> {
  const piped = { ...options, stdout: "piped", stderr: "piped" } as const;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), piped).output();
  const decoder = new TextDecoder();
  console.log(`\n--- ${name}\n${decoder.decode(stdout)}${decoder.decode(stderr)}`);
  return success;
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
