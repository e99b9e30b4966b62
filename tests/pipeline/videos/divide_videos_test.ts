import assert from "node:assert/strict";
import { hashSplit, type Manifest } from "../../../datasets/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { divideVideos } from "../../../pipeline/videos/divide_videos.ts";

const set = (path: string, value: unknown) => ({ path: `data.${path}`, value });

const load = async (...overrides: readonly ReturnType<typeof set>[]) =>
  (await loadConfig("motion_small", overrides)).config;

const video = (id: string, label: number | null) => ({ id, path: `/d/${id}`, label });

const MANIFEST: Manifest = {
  classes: ["jump", "run"],
  train: [video("a", 0), video("b", 0), video("c", 1), video("d", 1), video("e", null)],
  test: [video("f", 0)],
  notes: [],
  missing: ["gone"],
  labeled: null,
};

Deno.test("divideVideos() keeps the labels that a published split names", async () => {
  const config = await load(set("source", "videos"), set("split", "ucf101-1pct"));
  assert.equal(config.data.labelsPerClass, undefined);
  const labeledIds = new Set(["a", "b", "d"]);
  const videos = divideVideos(config, { ...MANIFEST, labeled: labeledIds });
  const { labeled, unlabeled, test, record } = videos;
  assert.deepEqual(labeled.map(({ id }) => id), ["a", "b", "d"]);
  assert.deepEqual(unlabeled.map(({ id, label }) => [id, label]), [["c", 1], ["e", null]]);
  const sha256 = hashSplit({
    labeled: [video("a", 0), video("b", 0), video("d", 1)],
    unlabeled,
    test,
  });
  assert.deepEqual(record, {
    split: "ucf101-1pct",
    labeled: 3,
    unlabeled: 2,
    validation: 0,
    test: 1,
    sha256,
    missing: ["gone"],
  });
});

Deno.test("divideVideos() chooses labels by the seed if there is no published split", async () => {
  const { labeled, record } = divideVideos(await load(set("labelsPerClass", 1)), MANIFEST);
  assert.deepEqual(labeled.map(({ label }) => label), [0, 1]);
  assert.deepEqual([record.split, record.labeled, record.unlabeled], [null, 1 + 1, 3]);
});

Deno.test("divideVideos() holds a share of each class's labels out for validation, by the seed", async () => {
  const train = Array.from({ length: 30 }, (_, index) => video(`v${index}`, index < 20 ? 0 : 1));
  const manifest = { ...MANIFEST, train: [...train, video("w", null)] };
  const fields = [set("labelsPerClass", 8), set("validationShare", 0.25)];
  const scored = { path: "evaluate.everySteps", value: 5 };
  const { config } = await loadConfig("motion_small", [...fields, scored]);
  const { labeled, unlabeled, validation, record } = divideVideos(config, manifest);
  assert.deepEqual(validation.map(({ label }) => label).sort(), [0, 0, 1, 1]);
  assert.deepEqual([record.labeled, record.unlabeled, record.validation], [12, 15, 4]);
  // The videos whose labels count without a validation share, divided: all others stay unlabeled.
  const whole = divideVideos(await load(set("labelsPerClass", 8)), manifest);
  const ids = (videos: readonly { readonly id: string }[]) => videos.map(({ id }) => id).sort();
  assert.deepEqual(ids([...labeled, ...validation]), ids(whole.labeled));
  assert.deepEqual(ids(unlabeled), ids(whole.unlabeled));
  assert.deepEqual(divideVideos(config, manifest).validation, validation);
  const other = divideVideos({ ...config, seed: 1 }, manifest);
  assert.notDeepEqual(ids(other.validation), ids(validation));
});

Deno.test("divideVideos() trains on no cut of a validation video's source", async () => {
  const sources = Array.from({ length: 10 }, (_, source) => `g${10 + source}`);
  const cuts = sources.flatMap((source) => [
    video(`v_Jump_${source}_c01`, 0),
    video(`v_Jump_${source}_c02`, 0),
    video(`v_Run_${source}_c01`, 1),
    video(`v_Run_${source}_c02`, null),
  ]);
  const fields = [set("labelsPerClass", 6), set("validationShare", 0.3)];
  const scored = { path: "evaluate.everySteps", value: 5 };
  const { config } = await loadConfig("motion_small", [...fields, scored]);
  const manifest = { ...MANIFEST, train: [...cuts, video("other", null)] };
  const { labeled, unlabeled, validation, leftOut } = divideVideos(config, manifest);
  const sourcesOf = (videos: Manifest["train"]) => new Set(videos.map(({ id }) => id.slice(0, -4)));
  assert.ok(sourcesOf(validation).isDisjointFrom(sourcesOf([...labeled, ...unlabeled])));
  assert.ok(leftOut.length > 0 && sourcesOf(leftOut).isSubsetOf(sourcesOf(validation)));
  const divided = [...labeled, ...unlabeled, ...validation, ...leftOut].map(({ id }) => id);
  assert.deepEqual(divided.sort(), manifest.train.map(({ id }) => id).sort());
});

Deno.test("divideVideos() names the classes with too few labels for a validation share", async () => {
  const fields = [set("labelsPerClass", 1), set("validationShare", 0.25)];
  const { config } = await loadConfig("motion_small", [
    ...fields,
    { path: "evaluate.everySteps", value: 5 },
  ]);
  assert.throws(
    () => divideVideos(config, MANIFEST),
    /classes 'jump', 'run' have too few to hold any back for validation \(each needs two labeled/,
  );
});

Deno.test("divideVideos() uses all labels if none are to be hidden", async () => {
  const { data, ...others } = await load();
  const { labelsPerClass: _, ...unlimited } = data;
  const { labeled, unlabeled } = divideVideos({ ...others, data: unlimited }, MANIFEST);
  assert.deepEqual(labeled.map(({ id }) => id), ["a", "b", "c", "d"]);
  assert.deepEqual(unlabeled.map(({ id }) => id), ["e"]);
});

Deno.test("data.split replaces labelsPerClass of what is below it, and the other way round", async () => {
  assert.equal((await load()).data.labelsPerClass, 5);
  const other = await load(
    set("source", "videos"),
    set("split", "ucf101-1pct"),
    set("labelsPerClass", 3),
  );
  assert.deepEqual([other.data.split, other.data.labelsPerClass], [undefined, 3]);
});

Deno.test("data refuses what a published split does not go with", async () => {
  const refused = async (data: unknown, message: RegExp) => {
    const error = await loadConfig("motion_small", [{ path: "data", value: data }])
      .then(() => undefined, (error) => error);
    assert.match(String(error?.message), message);
  };
  const split = "ucf101-1pct";
  await refused(
    { source: "videos", split, labelsPerClass: 5 },
    /only one of split and labelsPerClass, as a split names/,
  );
  await refused({ split }, /must have a folder of videos as source if it has a split/);
  await refused(
    { source: "v", split, testList: "t" },
    /only one of split and testList, as this split names/,
  );
  await refused(
    { split: "ucf101" },
    /must be one of ucf101-1pct, .*-10pct: current value is "ucf101"$/,
  );
  await loadConfig("motion_small", [{
    path: "data",
    value: { source: "v", split: "kinetics400-1pct", testList: "t" },
  }]);
});

Deno.test("divideVideos() names the class with too few labels", async () => {
  const config = await load(set("labelsPerClass", 3));
  assert.throws(
    () => divideVideos(config, MANIFEST),
    /Cannot keep 3 labels per class as .*: 'jump' has 2, 'run' has 2\./,
  );
});
