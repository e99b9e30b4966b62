/**
 * Runs tfjs-core's own specs on this engine, then compares the networks' gradients at full size
 * with PyTorch's: `deno task test:conformance`. Fails if a spec fails or a gradient is too far off.
 *
 * With `--check-skips` it runs the skipped specs instead, and fails if one passes.
 *
 * @module
 */
import { endProcess } from "../../runtime/ffi/end_process.ts";
import { startTensorFlow } from "../../runtime/mod.ts";
import { checkFullSize } from "./_full_size_check.ts";
import { ENVIRONMENT_NAME, loadSpecs } from "./_load_specs.ts";
import { machineSkips } from "./_machine_skips.ts";
import { type Outcome, runSpecs, specNames } from "./_run_specs.ts";
import { SKIPPED } from "./_skip_list.ts";
import { skippedSpecs } from "./_skipped_specs.ts";

const CHECK_SKIPS = "--check-skips";

async function main(): Promise<number> {
  const checkSkips = readArguments(Deno.args);
  await startTensorFlow();
  const environment = await loadSpecs();
  const names = specNames(environment.topSuite());
  const skipped = skippedSpecs([...SKIPPED, ...machineSkips()], names, ENVIRONMENT_NAME);
  if (checkSkips) {
    return reportSkips(await runSpecs(environment, skipped));
  }
  const chosen = new Set(names.filter((name) => !skipped.has(name)));
  const exitCode = report(await runSpecs(environment, chosen), skipped);
  return await checkFullSize() ? exitCode : 1;
}

/**
 * Returns whether to check the skipped specs.
 *
 * @throws {RangeError} If there are other arguments than `--check-skips`.
 */
function readArguments(given: readonly string[]): boolean {
  if (given.length === 0) return false;
  if (given.length === 1 && given[0] === CHECK_SKIPS) return true;
  throw new RangeError(
    `Cannot run the specs as the arguments must be ${CHECK_SKIPS} or none: current value is ${
      given.join(" ")
    }`,
  );
}

function report(outcome: Outcome, skipped: ReadonlyMap<string, string>): number {
  const { passed, failed, pending, excluded } = outcome;
  for (const { name, messages } of failed) {
    console.log(`\nFAILED ${name}`);
    for (const message of messages) console.log(message.replaceAll(/^/gm, "  "));
  }
  const reasons = Map.groupBy(excluded, (name) => skipped.get(name)!);
  if (pending.length > 0) reasons.set("Taken out by tfjs-core's own source", [...pending]);
  console.log("\nSkipped:");
  for (const [reason, { length }] of reasons) console.log(`${length}`.padStart(5), reason);
  const left = excluded.length + pending.length;
  console.log(`\n${passed.length} passed, ${failed.length} failed, ${left} skipped`);
  return failed.length === 0 && passed.length > 0 ? 0 : 1;
}

function reportSkips({ passed, failed }: Outcome): number {
  // Two specs of tfjs-core may have one name: it stays listed while either fails.
  const failing = new Set(failed.map(({ name }) => name));
  const needless = passed.filter((name) => !failing.has(name));
  for (const name of needless) console.log(`PASSES, so take it off the list: ${name}`);
  console.log(`\n${failed.length} of the skipped specs fail, ${needless.length} pass`);
  return needless.length === 0 ? 0 : 1;
}

endProcess(await main());
