import assert from "node:assert/strict";
import { writeCurves } from "../../../pipeline/runs/write_curves.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { readSvg, textsOf } from "../pictures/_read_svg.ts";
import { trainedRun } from "./_trained_run.ts";

Deno.test("writeCurves() draws a run's metrics into its folder, once there are any", () =>
  withFolder(async (root) => {
    using empty = await trainedRun(root, "ra");
    assert.equal(await writeCurves(empty), false);
    const metrics = Array.from({ length: 300 }, (_, index) => {
      return { kind: "step", step: index + 1, loss: index } as const;
    });
    using run = await trainedRun(root, "rb", { metrics });
    assert.equal(await writeCurves(run), true);
    const texts = textsOf(readSvg(await Deno.readTextFile(run.curves)));
    assert.equal(texts[0], "rb");
    assert.ok(texts.includes("A point is the mean of 3 steps."), texts.join("\n"));
  }));
