import assert from "node:assert/strict";
import { ROOT } from "../_sources.ts";
import { runInShell } from "./_shell.ts";
import { HAS_TERMINALS, TerminalCommand } from "./_terminal.ts";

// Deno asks the user for a permission that a command lacks, but only in a terminal.
const ASKS = /Allow\?/;

for (const words of [["help"], ["train", "--help"], ["data"]]) {
  Deno.test({
    name: `deno task ${words.join(" ")} shows its help in a terminal without a question`,
    ignore: !HAS_TERMINALS,
    fn: async () => {
      await using command = new TerminalCommand(ROOT, ["deno", "task", ...words]);
      await command.until(() => /Examples:/.test(command.text) || ASKS.test(command.text));
      assert.doesNotMatch(command.text, ASKS);
    },
  });
}

for (const words of [["help"], ["train", "--help"]]) {
  Deno.test(`deno task ${words.join(" ")} says that standard output is full`, async () => {
    const { code, stderr } = await runInShell(ROOT, words, "> /dev/full");
    assert.match(stderr, /^error: Cannot write 'standard output' as the disk must have room/);
    assert.equal(code, 1);
  });
}
