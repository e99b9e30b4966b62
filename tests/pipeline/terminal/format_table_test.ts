import assert from "node:assert/strict";
import { formatTable } from "../../../pipeline/terminal/format_table.ts";

Deno.test("formatTable() aligns names left and numbers right", () => {
  const table = {
    header: ["class", "a", "both"],
    rows: [["rise", "99.0", "1.5"], ["ü", "5", "-"]],
  };
  assert.deepEqual(formatTable(table).split("\n"), [
    "class     a  both",
    "-----  ----  ----",
    "rise   99.0   1.5",
    "ü         5     -",
  ]);
  assert.deepEqual(formatTable(table, { markdown: true }).split("\n"), [
    "| class |    a | both |",
    "| ----- | ---: | ---: |",
    "| rise  | 99.0 |  1.5 |",
    "| ü     |    5 |    - |",
  ]);
});

Deno.test("formatTable() keeps a bar within its cell of a Markdown table", () => {
  const table = { header: ["a|b", "n"], rows: [["x | y", "1"]] };
  assert.deepEqual(formatTable(table, { markdown: true }).split("\n"), [
    "| a\\|b   |   n |",
    "| ------ | --: |",
    "| x \\| y |   1 |",
  ]);
  assert.equal(formatTable(table).split("\n")[2], "x | y    1");
});

Deno.test("formatTable() refuses rows of another length", () => {
  assert.throws(() => formatTable({ header: ["a", "b"], rows: [["1"]] }), {
    name: "RangeError",
    message:
      "Cannot format a table as each row must have 2 cells like the header: current value is 1",
  });
});
