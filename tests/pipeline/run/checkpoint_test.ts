import assert from "node:assert/strict";
import { basename, join } from "node:path";
import fc from "fast-check";
import type { TensorToWrite } from "../../../models/safetensors/write_safetensors.ts";
import {
  listCheckpoints,
  openCheckpoint,
  openNewestCheckpoint,
  requireTensors,
  saveCheckpoint,
} from "../../../pipeline/run/checkpoint.ts";
import {
  type CheckpointState,
  checkpointState,
  requireSameRun,
} from "../../../pipeline/run/checkpoint_state.ts";
import { applyOverrides, loadConfig, parseConfig } from "../../../pipeline/config/config.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { withFolder } from "../_temporary_folder.ts";
import { CheckpointError } from "../../../pipeline/run/checkpoint_error.ts";
import { DiskFullError } from "../../../pipeline/run/disk_full_error.ts";

const { config } = await loadConfig("motion_small");

const TENSORS: readonly TensorToWrite[] = [
  tensor("primary/weight", [2, 3], [1, 2, 3, 4, 5, 6.5]),
  tensor("auxiliary/bias", [], [-1]),
  tensor("counts", [2], [3, 4]),
  tensor("flags", [3], [1, 0, 1]),
];

const CLASSES = ["rise", "fäll"];

const SHAPES = new Map(TENSORS.map(({ name, shape }) => [name, shape]));

Deno.test("saveCheckpoint() and openCheckpoint() give back state and tensors", () =>
  withFolder(async (folder) => {
    const path = await saveCheckpoint(folder, stateAt(7), TENSORS);
    assert.equal(basename(path), "step-000007.safetensors");
    using checkpoint = await openCheckpoint(path);
    assert.deepEqual(checkpoint.state, stateAt(7));
    requireTensors(checkpoint, SHAPES);
    for (const { name, read } of TENSORS) {
      assert.deepEqual(await checkpoint.file.read(name), await read());
    }
  }));

Deno.test("saveCheckpoint() keeps the newest two and clears what a killed process left", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "step-000009.safetensors.0.partial"), "half");
    for (const step of [5, 99, 1_000_000]) await saveCheckpoint(folder, stateAt(step), TENSORS);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["step-000099.safetensors", "step-1000000.safetensors"]);
    assert.deepEqual(listCheckpoints(folder).map((path) => basename(path)), names.toReversed());
  }));

Deno.test("openNewestCheckpoint() passes over damaged and half-written files and says so", () =>
  withFolder(async (folder) => {
    await saveCheckpoint(folder, stateAt(1), TENSORS);
    const newest = await saveCheckpoint(folder, stateAt(2), TENSORS);
    await Deno.truncate(newest, 100);
    await Deno.writeTextFile(join(folder, "step-000003.safetensors.0.partial"), "half");
    const broken: string[] = [];
    using checkpoint = await openNewestCheckpoint(folder, ({ message }) => broken.push(message));
    assert.equal(checkpoint?.state.step, 1);
    assert.equal(broken.length, 1);
    assert.ok(broken[0]?.includes(newest));
  }));

Deno.test("openNewestCheckpoint() tells no checkpoint from no sound one", () =>
  withFolder(async (folder) => {
    const unexpected = (error: CheckpointError) => {
      throw error;
    };
    assert.equal(await openNewestCheckpoint(folder, unexpected), undefined);
    await Deno.writeTextFile(join(folder, "step-000001.safetensors"), "");
    await assert.rejects(openNewestCheckpoint(folder, unexpected), CheckpointError);
  }));

Deno.test("openCheckpoint() refuses a file cut anywhere, or with any bit flipped", () =>
  withFolder(async (folder) => {
    const path = await saveCheckpoint(folder, stateAt(7), TENSORS);
    const bytes = await Deno.readFile(path);
    const offset = fc.integer({ min: 0, max: bytes.length - 1 });
    await fc.assert(fc.asyncProperty(offset, async (length) => {
      await Deno.writeFile(path, bytes.subarray(0, length));
      await assert.rejects(openCheckpoint(path), CheckpointError);
    }));
    await fc.assert(fc.asyncProperty(offset, fc.nat(7), async (at, bit) => {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      await Deno.writeFile(path, flipped);
      await assert.rejects(async () => {
        // A flipped bit in a tensor's name or shape is found only when the tensors are asked for.
        using checkpoint = await openCheckpoint(path);
        requireTensors(checkpoint, SHAPES);
      }, CheckpointError);
    }));
  }));

Deno.test("openCheckpoint() refuses a weight file", () =>
  withFolder(async (folder) => {
    const path = join(folder, "weights.safetensors");
    const { writeSafetensors } = await import("../../../models/safetensors/write_safetensors.ts");
    await writeSafetensors(path, TENSORS);
    await assert.rejects(openCheckpoint(path), {
      name: "CheckpointError",
      message: /no checkpoint/,
    });
  }));

Deno.test("requireTensors() names what another model's checkpoint has otherwise", () =>
  withFolder(async (folder) => {
    using checkpoint = await openCheckpoint(await saveCheckpoint(folder, stateAt(7), TENSORS));
    const other = new Map([...SHAPES, ["primary/weight", [3, 2]], ["primary/head", [1]]]);
    other.delete("flags");
    assert.throws(() => requireTensors(checkpoint, other), (error) => {
      assert.ok(error instanceof CheckpointError);
      assert.ok(error.message.includes("primary/weight is [2,3], not [3,2]"), error.message);
      assert.ok(error.message.includes("primary/head is missing"));
      assert.ok(error.message.includes("flags is unknown"));
      return true;
    });
  }));

Deno.test("requireTensors() refuses other types than F32", () =>
  withFolder(async (folder) => {
    const weight: TensorToWrite = {
      name: "primary/weight",
      dtype: "I32",
      shape: [2],
      read: () => Int32Array.of(3, 4),
    };
    using checkpoint = await openCheckpoint(await saveCheckpoint(folder, stateAt(7), [weight]));
    assert.throws(() => requireTensors(checkpoint, new Map([["primary/weight", [2]]])), {
      name: "CheckpointError",
      message: /primary\/weight is I32, not F32/,
    });
  }));

Deno.test("requireSameRun() allows what does not decide about the training", () => {
  const free = {
    "credits": 99,
    "about": "else",
    "evaluate.clips": 1,
    "checkpoint.everySteps": 3,
    "data.source": "elsewhere",
    "data.cacheMebibytes": 1,
    "data.failureShare": 1,
  };
  const overrides = Object.entries(free).map(([path, value]) => ({ path, value }));
  const changed = parseConfig(applyOverrides(config, overrides), "test");
  requireSameRun("path", stateAt(7), { config: changed, classes: CLASSES, videos: "hash" });
});

Deno.test("requireSameRun() names each difference that does", () => {
  const { primary } = config;
  assert.ok(typeof primary === "object" && "depths" in primary);
  const deeper = primary.depths.with(-1, 9);
  const overrides = [
    { path: "optimizer.learningRate", value: 0.5 },
    { path: "primary.depths", value: deeper },
    { path: "schedule.epochs", value: 3 },
    { path: "seed", value: 9 },
  ];
  const changed = parseConfig(applyOverrides(config, overrides), "test");
  const { learningRate } = config.optimizer;
  assert.throws(
    () =>
      requireSameRun("path", stateAt(7), {
        config: changed,
        classes: ["rise", "fall", "orbit"],
        videos: "other",
      }),
    (error) => {
      assert.ok(error instanceof CheckpointError);
      for (
        const part of [
          `optimizer.learningRate was ${learningRate}, is 0.5`,
          `primary.depths was [${primary.depths}], is [${deeper}]`,
          `schedule.steps was ${config.schedule.steps}, is not set`,
          "schedule.epochs was not set, is 3",
          "seed was 0, is 9",
          "the classes from number 2 on were 'fäll', are 'fall', 'orbit'",
          "the videos or their labels have changed",
        ]
      ) assert.ok(error.message.includes(part), error.message);
      return true;
    },
  );
});

Deno.test({
  name: "saveCheckpoint() on a full disk names the file and keeps the last good checkpoint",
  ignore: !await canMount(),
  fn: () =>
    withFolder((folder) =>
      withSmallDisk(folder, async () => {
        const big = tensor("primary/weight", [20_000], new Array(20_000).fill(1));
        const good = await saveCheckpoint(folder, stateAt(1), [big]);
        await saveCheckpoint(folder, stateAt(2), [big]);
        const huge = tensor("primary/weight", [100_000], new Array(100_000).fill(1));
        await assert.rejects(saveCheckpoint(folder, stateAt(3), [huge]), (error) => {
          assert.ok(error instanceof DiskFullError);
          assert.ok(error.message.includes("step-000003"), error.message);
          assert.ok(error.message.includes("step-000002.safetensors is kept"), error.message);
          return true;
        });
        assert.equal([...Deno.readDirSync(folder)].length, 2);
        for (const path of [good, ...listCheckpoints(folder)]) {
          using checkpoint = await openCheckpoint(path);
          requireTensors(checkpoint, new Map([["primary/weight", [20_000]]]));
        }
      })
    ),
});

function tensor(name: string, shape: readonly number[], values: readonly number[]): TensorToWrite {
  return { name, dtype: "F32", shape, read: () => Float32Array.from(values) };
}

function stateAt(step: number): CheckpointState {
  return checkpointState(config, {
    step,
    classes: CLASSES,
    videos: "hash",
    brokenVideos: ["a/b.mp4"],
  });
}
