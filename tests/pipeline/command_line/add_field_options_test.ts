import assert from "node:assert/strict";
import { Command } from "commander";
import {
  addFieldOptions,
  type FieldOptionValues,
} from "../../../pipeline/command_line/add_field_options.ts";
import type { Override } from "../../../pipeline/config/config.ts";

/** The overrides that the words of a command line set. */
async function overridesOf(
  words: readonly string[],
  fields?: readonly string[],
): Promise<readonly Override[]> {
  const command = new Command().exitOverride().configureOutput({ writeErr() {} });
  const results: (readonly Override[])[] = [];
  addFieldOptions(command, fields).action(({ overrides = [] }: FieldOptionValues) => {
    results.push(overrides);
  });
  await command.parseAsync([...words], { from: "user" });
  return results.flat();
}

Deno.test("addFieldOptions() collects all fields in the order of the command line", async () => {
  const words = ["--steps", "10", "--set", "seed=1", "--method", "cmpl", "--seed", "2"];
  assert.deepEqual(await overridesOf(words), [
    { path: "schedule.steps", value: 10 },
    { path: "seed", value: 1 },
    { path: "method.name", value: "cmpl" },
    { path: "seed", value: 2 },
  ]);
  assert.deepEqual(await overridesOf([]), []);
});

Deno.test("addFieldOptions() keeps a path text that looks like a number", async () => {
  const words = ["--data", "101", "--test-list", "7"];
  assert.deepEqual(await overridesOf(words), [
    { path: "data.source", value: "101" },
    { path: "data.testList", value: "7" },
  ]);
});

Deno.test("addFieldOptions() takes an option without a value as true", async () => {
  const words = ["--layout", "official", "--present-classes-only", "--steps", "3"];
  assert.deepEqual(await overridesOf(words), [
    { path: "data.layout", value: "official" },
    { path: "data.presentClassesOnly", value: true },
    { path: "schedule.steps", value: 3 },
  ]);
});

Deno.test("addFieldOptions() adds only the wanted options, and --set", async () => {
  const words = ["--seed", "1", "--set", "device=cpu"];
  assert.equal((await overridesOf(words, ["seed"])).length, 2);
  await assert.rejects(overridesOf(["--steps", "1"], ["seed"]), /unknown option '--steps'/);
});

Deno.test("addFieldOptions() collects the prefixes of --freeze in a list", async () => {
  const overrides = await overridesOf(["--freeze", "blocks.0", "--freeze", "primary.blocks.1"]);
  assert.deepEqual(overrides.at(-1), {
    path: "optimizer.frozen",
    value: ["blocks.0", "primary.blocks.1"],
  });
});

Deno.test("addFieldOptions() refuses two fields of which the last would win without a word", async () => {
  const pairs = [
    {
      words: ["--epochs", "2", "--steps", "5"],
      names: /--epochs and --steps: current value is both/,
    },
    { words: ["--set", "schedule.steps=5", "--epochs", "2"], names: /--steps and --epochs/ },
    { words: ["--split", "ucf101-1pct", "--labels-per-class", "5"], names: /--split and --labels/ },
  ];
  for (const { words, names } of pairs) await assert.rejects(overridesOf(words), names);
  await assert.doesNotReject(overridesOf(["--steps", "5", "--steps", "6"]));
});
