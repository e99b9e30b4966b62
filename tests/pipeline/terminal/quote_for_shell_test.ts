import assert from "node:assert/strict";
import { quoteForShell } from "../../../pipeline/terminal/quote_for_shell.ts";

Deno.test.each([
  ["videos/mine-2.txt", "videos/mine-2.txt"],
  ["my videos", "'my videos'"],
  ["it's", `'it'\\''s'`],
  ["$HOME", "'$HOME'"],
  ["", "''"],
])("quoteForShell() quotes %s only if needed", (word, quoted) => {
  assert.equal(quoteForShell(word), quoted);
});
