import assert from "node:assert/strict";
import { buildProgram } from "../../../pipeline/cli.ts";
import { explainUsageError } from "../../../pipeline/command_line/explain_usage_error.ts";

/** Commander's message, the command, and what is added. */
const CASES: readonly (readonly [message: string, command: string, added: string])[] = [
  ["unknown option '--lr'", "train", "Here it is: --set optimizer.learningRate=0.01"],
  ["unknown option '--batch_size=8'", "train", "Here it is: --set schedule.labeledPerStep=4"],
  ["unknown option '--workers'", "train", "videos are decoded on all processors"],
  // The network of a run stays what it is.
  ["unknown option '--network'", "evaluate", "deno task evaluate --help lists the options"],
  // The command has no such option.
  ["unknown option '--out'", "doctor", "deno task doctor --help lists the options"],
  ["unknown option '--constructor'", "train", "deno task train --help lists the options"],
  ["unknown command 'xyz'", "", "deno task help lists the commands"],
  ["unknown command 'xyz'", "data", "deno task data --help lists the commands"],
];

for (const [message, name, added] of CASES) {
  Deno.test(`explainUsageError() of ${name}: ${message}`, () => {
    const program = buildProgram(() => {});
    const command = program.commands.find((below) => below.name() === name) ?? program;
    const text = explainUsageError(`error: ${message}\n`, command);
    assert.equal(text, `error: ${message}\n(${added})\n`);
  });
}

Deno.test("explainUsageError() keeps commander's own suggestion", () => {
  const text = "error: unknown option '--dat'\n(Did you mean --data?)\n";
  assert.equal(explainUsageError(text, buildProgram(() => {})), text);
});

Deno.test("explainUsageError() shows the usage if arguments are missing", () => {
  const predict = buildProgram(() => {}).commands.find((below) => below.name() === "predict");
  const text = explainUsageError("error: missing required argument 'videos'\n", predict!);
  assert.match(text, /^error: missing .*\nusage: deno task predict \[options\] <videos\.\.\.>\n$/);
});

Deno.test("explainUsageError() names the subcommand that was meant", () => {
  const runs = buildProgram(() => {}).commands.find((below) => below.name() === "runs");
  const message = (words: string) => `error: too many arguments for 'runs'. Expected 0 ${words}.\n`;
  assert.equal(
    explainUsageError(message("arguments but got 3: compar, a, b"), runs!),
    "error: unknown command 'compar'\n(Did you mean compare?)\n",
  );
  assert.equal(
    explainUsageError(message("arguments but got 1: xyz"), runs!),
    "error: unknown command 'xyz'\n(There are: compare, curves, tensorboard, tag, remove)\n",
  );
});
