import assert from "node:assert/strict";
import { parseCsv } from "../../../datasets/lists/_parse_csv.ts";
import { ManifestError } from "../../../datasets/mod.ts";

Deno.test("parseCsv() reads commas, quotes and line breaks in quoted fields", () => {
  const text = 'a,b\r\n"1,5","say ""hi"""\n"two\r\nlines","blank\n\nline"\n';
  assert.deepEqual(parseCsv(text, "a.csv"), [
    ["a", "b"],
    ["1,5", 'say "hi"'],
    ["two\r\nlines", "blank\n\nline"],
  ]);
});

Deno.test("parseCsv() keeps quotes within a field and ignores rows of blanks", () => {
  assert.deepEqual(parseCsv('\n  \na"b,c\r\n\r\n,\n', "a.csv"), [['a"b', "c"]]);
  assert.deepEqual(parseCsv('a,b\n , \u00a0,\n"",\n', "a.csv"), [["a", "b"], ["", ""]]);
  assert.deepEqual(parseCsv("", "a.csv"), []);
});

Deno.test("parseCsv() refuses a quote that is never closed", () => {
  assert.throws(
    () => parseCsv('a,b\n1,"2\n3,4\n', "a.csv"),
    new ManifestError("a.csv", "its last field begins with a quote that is never closed"),
  );
});
