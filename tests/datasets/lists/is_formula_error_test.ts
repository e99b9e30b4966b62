import assert from "node:assert/strict";
import { isFormulaError } from "../../../datasets/lists/_is_formula_error.ts";

/** As Excel, LibreOffice and Google Sheets write them, some in German, French, Spanish and Italian. */
const ERRORS = [
  "#N/A",
  "#REF!",
  "#NAME?",
  "#VALUE!",
  "#DIV/0!",
  "#NULL!",
  "#NUM!",
  "#SPILL!",
  "#CALC!",
  "#GETTING_DATA",
  "#ERROR!",
  "Err:502",
  "#NV",
  "#WERT!",
  "#BEZUG!",
  "#VALEUR!",
  "#NOM?",
  "#\u00a1VALOR!",
  "#N/D",
  "#n/a",
];

for (const text of ERRORS) {
  Deno.test(`isFormulaError() knows ${text}`, () => assert.ok(isFormulaError(text)));
}

Deno.test("isFormulaError() takes no class or path for one", () => {
  const texts = ["run", "#1", "#20_x.avi", "# run!", "go!", "what?", "#selfie", "error", ""];
  assert.deepEqual(texts.filter(isFormulaError), []);
});
