import assert from "node:assert/strict";
import { withRow } from "../../../bench/engine/results.ts";
import { RESULTS } from "./_results.ts";

const [first] = RESULTS.rows;

Deno.test("withRow() puts a new measurement of a row in place of the earlier one", () => {
  const again = { ...first!, measured: "2030-01-01" };
  const { rows, ...setting } = withRow(RESULTS, RESULTS, again);
  assert.deepEqual({ ...setting, rows: RESULTS.rows }, RESULTS);
  assert.equal(rows.length, RESULTS.rows.length);
  const same = rows.filter(({ row, precision }) =>
    row === first!.row && precision === first!.precision
  );
  assert.deepEqual(same, [again]);
});

Deno.test("withRow() sorts rows by letter and precision", () => {
  const added = withRow(RESULTS, RESULTS, { ...first!, row: "0" });
  assert.equal(added.rows[0]!.row, "0");
});

Deno.test("withRow() leaves out the rows of another machine, Deno or number of threads", () => {
  for (const other of [{ hardware: "another" }, { deno: "0.0.0" }, { threads: 99 }]) {
    const { rows, ...setting } = withRow({ ...RESULTS, ...other }, RESULTS, first!);
    assert.deepEqual(rows, [first]);
    assert.deepEqual({ ...setting, rows: RESULTS.rows }, RESULTS);
  }
  assert.deepEqual(withRow(undefined, RESULTS, first!).rows, [first]);
});
