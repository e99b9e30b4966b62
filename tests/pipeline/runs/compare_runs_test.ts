import assert from "node:assert/strict";
import { compareRuns } from "../../../pipeline/runs/compare_runs.ts";
import { formatComparison } from "../../../pipeline/runs/format_comparison.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { trainedRun } from "./_trained_run.ts";

Deno.test("compareRuns() finds the settings that differ", () =>
  withFolder(async (root) => {
    const views = { views: { scale: [1, 2] } };
    using first = await trainedRun(root, "ra", { parts: [{}], config: views });
    using second = await trainedRun(root, "rb", {
      parts: [{ program: { version: "0.2.0", commit: "0123456789abcdef", modified: true } }],
      config: { views: { scale: [1, 3] }, seed: 1 },
    });
    const { runs, differences } = await compareRuns([first, second]);
    assert.deepEqual(runs.map(({ name }) => name), ["ra", "rb"]);
    assert.deepEqual(differences, {
      "views.scale": [[1, 2], [1, 3]],
      "program": ["0.1.0", "0.2.0 (commit 0123456789, with changes)"],
      "seed": [null, 1],
    });
  }));

Deno.test("formatComparison() writes a column for each run: settings, then results", () =>
  withFolder(async (root) => {
    using first = await trainedRun(root, "ra", { parts: [{}], test: { primary: 0.5, both: 1 } });
    using second = await trainedRun(root, "rb", { parts: [{}], steps: 20 });
    const text = formatComparison(await compareRuns([first, second]));
    assert.equal(
      text,
      [
        "                       ra        rb",
        "---------------  --------  --------",
        "schedule.steps         10        20",
        "state            finished  finished",
        "steps                   0         0",
        "minutes               3.0       3.0",
        "test %, primary      50.0         -",
        "test %, both        100.0         -",
      ].join("\n"),
    );
    const same = formatComparison(await compareRuns([first, first]));
    assert.match(same, /^\(the same settings\)$/m);
  }));
