import assert from "node:assert/strict";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";

/** What is set, and how long each run then is. */
const LENGTHS: readonly (readonly [words: readonly string[], length: string])[] = [
  [["--steps", "8"], "8 steps"],
  [["--epochs", "3"], "3 epochs"],
  [
    ["--set", 'schedule={"steps":8,"labeledPerStep":2,"unlabeledPerLabeled":2}'],
    "8 steps",
  ],
];

for (const [words, length] of LENGTHS) {
  Deno.test(`compare keeps the length that is given: ${words.join(" ")}`, () =>
    withFolder(async (folder) => {
      // Nothing is trained: there are no videos.
      const data = ["--data", "none", "--config", "motion_small", "--methods", "supervised"];
      const { stderr } = await runCli(["compare", ...data, ...words], { folder });
      assert.match(stderr, RegExp(`^3 runs: supervised, each with 3 seeds and ${length}$`, "m"));
    }));
}
