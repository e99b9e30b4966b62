import assert from "node:assert/strict";
import { readMarkedSection } from "../../bench/_marked_section.ts";
import { readSource } from "../_sources.ts";
import { FAULT_GROUPS, FAULT_PAGE, FAULT_SECTION, parseRows, runFault } from "./_fault_table.ts";

const rows = parseRows(readMarkedSection(readSource(FAULT_PAGE), FAULT_SECTION) ?? "");

for (const { title, faults } of FAULT_GROUPS) {
  for (const fault of faults) {
    Deno.test({
      name: `${title}: ${fault.fault}; if only the page differs: deno task docs:faults`,
      ignore: await fault.isPossible?.() === false,
      fn: async () => {
        const row = await runFault(fault);
        assert.deepEqual(rows.find((written) => written.fault === row.fault), row);
      },
    });
  }
}

Deno.test(`the table of ${FAULT_PAGE} has exactly the faults that tests make happen`, () => {
  const faults = FAULT_GROUPS.flatMap((group) => group.faults.map(({ fault }) => fault));
  assert.deepEqual(rows.map(({ fault }) => fault), faults);
  assert.equal(new Set(faults).size, faults.length);
});
