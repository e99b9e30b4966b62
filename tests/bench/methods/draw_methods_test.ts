import assert from "node:assert/strict";
import { readReport } from "../../../bench/_report.ts";
import { drawnMethodsTable, type MethodsReport } from "../../../bench/methods/draw_methods.ts";
import { methodsTable } from "../../../bench/methods/methods_table.ts";

Deno.test("methodsTable() of bench/results/methods.json is the table in docs/methods.md", async () => {
  const { rows } = await readReport<MethodsReport>("methods");
  const again = "draw it again: deno task bench chart";
  assert.equal(await drawnMethodsTable(), methodsTable(rows), again);
});
