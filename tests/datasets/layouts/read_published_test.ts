import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { hashSplit, readManifest, readPublishedSplit } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";

async function makeEmptyFiles(folder: string, names: readonly string[]): Promise<void> {
  for (const parent of new Set(names.map((name) => dirname(join(folder, name))))) {
    await Deno.mkdir(parent, { recursive: true });
  }
  for (const name of names) Deno.writeTextFileSync(join(folder, name), "");
}

testInFolder("readManifest() finds a published split in any layout", async (folder) => {
  const split = await readPublishedSplit("ucf101-1pct", folder);
  const names = [split.labeled, split.unlabeled ?? [], split.test ?? []].flat()
    .map(({ written }) => written);
  const layouts = {
    archive: (name: string) => `UCF-101/${name}`,
    transcoded: (name: string) => `small/${name.replace(/avi$/, "mp4")}`,
    flat: (name: string) => name.split("/")[1] ?? "",
  };
  const hashes = [];
  for (const [layout, place] of Object.entries(layouts)) {
    const data = join(folder, layout);
    await makeEmptyFiles(data, names.map(place));
    const manifest = await readManifest(data, { split: "ucf101-1pct" });
    const { labeled, train, test, classes, missing } = manifest;
    assert.deepEqual([labeled?.size, train.length, test.length, missing.length], [
      101,
      9537,
      3783,
      0,
    ]);
    // The order of classInd.txt, which is not that of sorted names.
    assert.deepEqual(classes.slice(34, 36), ["Hammering", "HammerThrow"]);
    for (const { id, label } of [...train, ...test]) {
      assert.equal(classes[label ?? -1], id.split("/")[0]);
    }
    hashes.push(hashSplit({
      labeled: train.filter(({ id }) => labeled?.has(id)),
      unlabeled: train.filter(({ id }) => !labeled?.has(id)),
      test,
    }));
  }
  assert.equal(new Set(hashes).size, 1);

  // Missing videos count in each list by themselves; a labeled one is a whole class here.
  const data = join(folder, "flat");
  const unlabeled = split.unlabeled?.map(({ written }) => layouts.flat(written)) ?? [];
  for (const name of unlabeled.slice(0, 400)) await Deno.remove(join(data, name));
  const rest = await readManifest(data, { split: "ucf101-1pct" });
  assert.equal(rest.missing.length, 400);
  await assert.rejects(
    readManifest(data, { split: "ucf101-1pct", missingShare: 0.04 }),
    /: 400 of the 9436 unlabeled videos of ucf101-1pct have no file, and at most 4 % may be/,
  );
  const [labeled] = split.labeled;
  await Deno.remove(join(data, layouts.flat(labeled?.written ?? "")));
  await assert.rejects(
    readManifest(data, { split: "ucf101-1pct" }),
    new RegExp(`class '${labeled?.className}' has no labeled training video$`),
  );
});

testInFolder(
  "readManifest() takes HMDB-51 with its published labels and says so",
  async (folder) => {
    const split = await readPublishedSplit("hmdb51-50pct", folder);
    const names = [split.labeled, split.unlabeled ?? [], split.test ?? []].flat()
      .map(({ written }) => written);
    await makeEmptyFiles(folder, names);
    const { train, classes, notes } = await readManifest(folder, { split: "hmdb51-50pct" });
    const mixed = train.filter(({ id, label }) => classes[label ?? -1] !== id.split("/")[0]);
    assert.equal(mixed.length, 132);
    assert.deepEqual(notes, [
      "hmdb51-50pct gives 132 videos another label than their folder's; used as published",
    ]);
    await assert.rejects(
      readManifest(folder, { split: "hmdb51-50pct", testList: "test.txt" }),
      /: a test list cannot be given with the split hmdb51-50pct, which has its own$/,
    );
  },
);

testInFolder(
  "readManifest() leaves Kinetics' unlabeled and test videos to the folder",
  async (folder) => {
    const split = await readPublishedSplit("kinetics400-1pct", folder);
    // As downloaded: blanks for underscores in the names of folders.
    const spaced = (name: string) =>
      name.replace(/^[^/]*/, (className) => className.replaceAll("_", " "));
    const more = split.classes.flatMap((name, label) => [
      `train/${spaced(name)}/more_${label}_000001_000011.mp4`,
      `val/${spaced(name)}/test_${label}_000001_000011.mp4`,
    ]);
    const listed = split.labeled.map(({ written }) => `train/${spaced(written)}`);
    await makeEmptyFiles(folder, [...listed, ...more]);
    const { labeled, train, test, classes } = await readManifest(folder, {
      split: "kinetics400-1pct",
    });
    assert.deepEqual([labeled?.size, train.length, test.length], [2400, 2800, 400]);
    assert.deepEqual(classes, split.classes);
    assert.deepEqual(new Set(test.map(({ label }) => label)), new Set(classes.keys()));

    await Deno.remove(join(folder, "val"), { recursive: true });
    await Deno.rename(join(folder, "train"), join(folder, "videos"));
    await assert.rejects(
      readManifest(join(folder, "videos"), { split: "kinetics400-1pct" }),
      /: the split kinetics400-1pct names no test videos: it needs annotation CSVs, folders 'train'/,
    );
  },
);

testInFolder("readManifest() takes Kinetics' other videos from annotations", async (folder) => {
  const split = await readPublishedSplit("kinetics400-1pct", folder);
  const header = "label,youtube_id,time_start,time_end,split\n";
  const row = (written: string, part: string) => {
    const [className = "", file = ""] = written.split("/");
    const [, id, start, end] = /^(.*)_(\d+)_(\d+)\.mp4$/.exec(file) ?? [];
    return `${className.replaceAll("_", " ")},${id},${Number(start)},${Number(end)},${part}\n`;
  };
  const train = split.labeled.map(({ written }) => written);
  const unlabeled = split.classes.map((name) => `${name}/more${name.length}x_000000_000010.mp4`)
    .filter((name, index, all) => all.findIndex((other) => stem(other) === stem(name)) === index);
  const test = `${split.classes[3]}/test_me_000100_000110.mp4`;
  await Deno.writeTextFile(
    join(folder, "kinetics400.csv"),
    header + [...train, ...unlabeled].map((name) => row(name, "train")).join("") +
      row(test, "validate"),
  );
  // Fifty have vanished from the site.
  const left = train.filter((_, index) => index % 48 > 0);
  await makeEmptyFiles(
    folder,
    [...left, ...unlabeled, test].map((name) => `flat/${stem(name)}`),
  );
  const manifest = await readManifest(folder, { split: "kinetics400-1pct" });
  const { labeled, missing } = manifest;
  assert.deepEqual(
    [labeled?.size, manifest.train.length, manifest.test.length, missing.length],
    [2350, 2350 + unlabeled.length, 1, 50],
  );
  assert.deepEqual(manifest.test[0]?.label, 3);
  assert.ok(
    manifest.train.every(({ id, label }) => id.split("/")[0] === split.classes[label ?? -1]),
  );
});

function stem(written: string): string {
  return written.slice(written.indexOf("/") + 1);
}

testInFolder("readManifest() refuses a listed name that several files have", async (folder) => {
  const split = await readPublishedSplit("ucf101-1pct", folder);
  const name = split.labeled[0]?.written ?? "";
  await makeEmptyFiles(folder, [`a/${name}`, `b/${name}`]);
  await assert.rejects(
    readManifest(folder, { split: "ucf101-1pct", presentClassesOnly: true }),
    new RegExp(`several files are '${name}': 'a/${name}', 'b/${name}'$`),
  );
});
