import assert from "node:assert/strict";
import { confusionCsv } from "../../../pipeline/evaluation/confusion_csv.ts";

Deno.test("confusionCsv() quotes names that hold a comma, a quote or a line break", () => {
  assert.equal(
    confusionCsv(["a", 'b, "c"'], [[1, 0], [2, 3]]),
    'true class \\ predicted,a,"b, ""c"""\na,1,0\n"b, ""c""",2,3\n',
  );
  assert.equal(
    confusionCsv(["two\nlines", "carriage\rreturn"], [[1, 0], [2, 3]]),
    'true class \\ predicted,"two\nlines","carriage\rreturn"\n"two\nlines",1,0\n' +
      '"carriage\rreturn",2,3\n',
  );
});
