import assert from "node:assert/strict";
import { americanOption } from "../../../pipeline/command_line/american_option.ts";

Deno.test("americanOption() changes the spelling of options alone", () => {
  const british = ["un", "lab", "elled"].join("");
  assert.equal(americanOption(`--${british}`), "--unlabeled");
  assert.equal(americanOption(`--${british}=${british}`), `--unlabeled=${british}`);
  for (const word of [british, `-${british}`, `videos/--${british}`, "--unlabeled", "--label"]) {
    assert.equal(americanOption(word), word);
  }
});
