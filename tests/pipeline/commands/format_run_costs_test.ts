import assert from "node:assert/strict";
import { formatRunCosts } from "../../../pipeline/commands/format_run_costs.ts";

Deno.test("formatRunCosts() says time, memory and waiting in one line", () => {
  const costs = { seconds: 201.4, waitingShare: 0.012, peakResidentBytes: 1.23 * 2 ** 30 };
  assert.equal(
    formatRunCosts(costs),
    "3:21 min, peak 1.2 GiB, waited for data 1 % of the steps' time",
  );
  assert.equal(
    formatRunCosts({ ...costs, seconds: 3723 }),
    "1:02:03 h, peak 1.2 GiB, waited for data 1 % of the steps' time",
  );
});
