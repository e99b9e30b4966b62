import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest, type VideoEntry } from "../../../datasets/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import type { Answer } from "../../../pipeline/suggestion/page/answer.ts";
import type { Pool } from "../../../pipeline/suggestion/find_pool.ts";
import { writeTrainingLists } from "../../../pipeline/suggestion/write_training_lists.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { configOf, writeVideo } from "../evaluation/_kept_run.ts";

const CLASSES = ["10", "street fight"];

/** Videos of text: of each part those named. */
async function makePool(folder: string): Promise<Pool> {
  const entry = async (name: string, label: number | null): Promise<VideoEntry> => {
    const path = join(folder, "my videos", `${name}.mp4`);
    await writeVideo(path, name);
    return { id: `${name}.mp4`, path, label };
  };
  return {
    classes: CLASSES,
    labeled: [await entry("a", 0), await entry("b", 1)],
    unlabeled: await Promise.all(["c", "d", "e, f", "g"].map((name) => entry(name, null))),
    test: [await entry("t", 0), await entry("u", 1)],
  };
}

Deno.test("writeTrainingLists() writes lists that are read back with all labels", () =>
  withFolder(async (root) => {
    const pool = await makePool(root);
    const folder = join(root, "suggestions");
    await Deno.mkdir(folder);
    const pathOf = (index: number) => pool.unlabeled[index]!.path;
    const answers = new Map<string, Answer>([
      [pathOf(0), { kind: "class", class: "street fight" }],
      [pathOf(1), { kind: "none" }],
      [pathOf(2), { kind: "skip" }],
    ]);
    const lists = await writeTrainingLists(pool, {
      folder,
      config: await configOf(folder),
      answers,
    });
    const { train, test, config, ...counts } = lists;
    assert.deepEqual(counts, { labeled: 3, added: 1, unlabeled: 2, leftOut: 1, tested: 2 });
    const manifest = await readManifest(train, { testList: test });
    assert.deepEqual(manifest.classes, CLASSES);
    const read = manifest.train.map((
      { path, label },
    ) => [path, label === null ? null : CLASSES[label]]);
    assert.deepEqual(read.sort(), [
      [pool.labeled[0]!.path, "10"],
      [pool.labeled[1]!.path, "street fight"],
      [pathOf(0), "street fight"],
      [pathOf(2), null],
      [pathOf(3), null],
    ]);
    assert.deepEqual(manifest.test.map(({ path }) => path), pool.test.map(({ path }) => path));
    const { config: next } = await loadConfig(config);
    assert.equal(next.data.labelsPerClass, undefined);
    assert.deepEqual(next.primary, (await configOf(folder)).primary);
  }));

Deno.test("writeTrainingLists() writes a configuration that scores the training as the run did", () =>
  withFolder(async (folder) => {
    const pool = await makePool(folder);
    const { data, evaluate, ...others } = await configOf(folder);
    const config = {
      ...others,
      data: { ...data, validationShare: 0.3 },
      evaluate: { ...evaluate, everySteps: 4 },
    };
    const lists = await writeTrainingLists(pool, { folder, config, answers: new Map() });
    const { config: next } = await loadConfig(lists.config);
    assert.equal(next.data.validationShare, 0.3);
    assert.deepEqual(next.evaluate, config.evaluate);
  }));

Deno.test("writeTrainingLists() refuses a label of another video", () =>
  withFolder(async (folder) => {
    const pool = await makePool(folder);
    const answers = new Map([[pool.test[0]!.path, { kind: "skip" } as const]]);
    const config = await configOf(folder);
    await assert.rejects(
      writeTrainingLists(pool, { folder, config, answers }),
      /must be of unlabeled videos of the run that are there: current value is .*t\.mp4$/,
    );
  }));

Deno.test("writeTrainingLists() names no test list if there are no test videos", () =>
  withFolder(async (folder) => {
    const pool = { ...await makePool(folder), test: [] };
    const lists = await writeTrainingLists(pool, {
      folder,
      config: await configOf(folder),
      answers: new Map(),
    });
    assert.deepEqual([lists.test, lists.tested], [undefined, 0]);
  }));

Deno.test("writeTrainingLists() keeps the share that the run held out to score it", () =>
  withFolder(async (folder) => {
    const lists = await writeTrainingLists(await makePool(folder), {
      folder,
      config: await configOf(folder, { validationShare: 0.25 }),
      answers: new Map(),
    });
    const { config } = await loadConfig(lists.config);
    assert.deepEqual([config.data.validationShare, config.evaluate.everySteps], [0.25, 2]);
  }));
