import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "./_command_line.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

const STAGES = { width: 8, stemKernel: 3, stemPool: false, depths: [1, 1], spatialStrides: [1, 2] };

/** As SlowFast-R50 in all but its size. */
const SLOW_FAST = {
  kind: "slowfast-resnet",
  block: "bottleneck",
  ...STAGES,
  slowKernels: [1, 3],
  fastKernels: [3, 3],
};

/** As Slow R50, and as one of a quarter of its width. */
const [WIDE, QUARTER] = [8, 2].map((width) => ({
  kind: "slow-resnet",
  block: "bottleneck",
  ...STAGES,
  width,
  temporalKernels: [1, 3],
}));

const ROWS = {
  "FixMatch on SlowFast": {
    "method.name": "fixmatch",
    primary: SLOW_FAST,
    "clip.primary": { frames: 8, stride: 2 },
  },
  "CMPL with a quarter-width ResNet": {
    "method.name": "cmpl",
    primary: WIDE,
    auxiliary: QUARTER,
    "clip.auxiliary": { frames: 2, stride: 8 },
  },
};

for (const [name, fields] of Object.entries(ROWS)) {
  Deno.test(`train takes ${name} from videos to scores`, async () => {
    const folder = await makeSmallSet();
    try {
      const settings = Object.entries({ ...fields, "schedule.steps": 3, "method.threshold": 0 })
        .flatMap(([path, value]) => ["--set", `${path}=${JSON.stringify(value)}`]);
      const words = ["train", "--config", "small.json", "--name", "peer", ...settings];
      const { code, stderr } = await runCommand(folder, words);
      assert.equal(code, 0, stderr);
      const { lossTerms } = metricsOf(folder, "peer").at(-1) as { lossTerms: object };
      const networks = "auxiliary" in fields ? ["Primary", "Auxiliary"] : ["Primary"];
      for (const network of networks) {
        for (const term of ["supervised", "pseudo"]) {
          const value = Object.entries(lossTerms).find(([key]) => key === term + network)?.[1];
          assert.ok(value > 0, `${term}${network}: ${value}`);
        }
      }
      const results = await Deno.readTextFile(join(folder, "runs/peer/results.json"));
      assert.equal(Object.keys(JSON.parse(results).scores).length, 2 * networks.length - 1);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
