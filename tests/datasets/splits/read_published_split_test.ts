import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { ManifestError, PUBLISHED_SPLITS, readPublishedSplit } from "../../../datasets/mod.ts";
import { sharedFolder } from "../../_shared_folder.ts";

/** The lists as they were published. */
const PUBLISHED = sharedFolder("splits");

/** How many videos each split has: labeled, unlabeled, test, relabeled. */
const COUNTS = {
  "ucf101-1pct": [101, 9436, 3783, 0],
  "ucf101-10pct": [1010, 8527, 3783, 0],
  "hmdb51-40pct": [2094, 3142, 1530, 132],
  "hmdb51-50pct": [2618, 2618, 1530, 132],
  "hmdb51-60pct": [3141, 2095, 1530, 132],
  "kinetics400-1pct": [2400, undefined, undefined, 0],
  "kinetics400-10pct": [24000, undefined, undefined, 0],
} as const;

const CLASSES = { ucf101: 101, hmdb51: 51, kinetics400: 400 } as const;

for (const name of PUBLISHED_SPLITS) {
  Deno.test(`readPublishedSplit() knows ${name}`, async () => {
    const split = await readPublishedSplit(name, "data");
    const { labeled, unlabeled, test, relabeled, classes } = split;
    const counts = [labeled.length, unlabeled?.length, test?.length, relabeled];
    assert.deepEqual(counts, COUNTS[name]);
    const dataset = name.split("-")[0] as keyof typeof CLASSES;
    assert.equal(new Set(classes).size, CLASSES[dataset]);
    const names = [...labeled, ...unlabeled ?? [], ...test ?? []].map(({ written }) => written);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(new Set(labeled.map(({ className }) => className)), new Set(classes));
  });

  Deno.test({
    name: `readPublishedSplit() keeps ${name} as it was published${PUBLISHED.skipped}`,
    ignore: !PUBLISHED.exists,
    async fn() {
      const [dataset, list] = name.split("-");
      const split = await readPublishedSplit(name, "data");
      const parts = {
        [`labelled_${list}`]: split.labeled,
        [`unlabelled_${list}`]: split.unlabeled,
        test: split.test,
      };
      for (const [part, videos] of Object.entries(parts)) {
        if (videos === null) continue;
        const text = await Deno.readTextFile(`${PUBLISHED.path}${dataset}/${part}.txt`);
        const lines = videos.map(({ written, className }) =>
          `${written} ${split.classes.indexOf(className ?? "")}`
        );
        assert.deepEqual(lines.sort(), text.trimEnd().split("\n").sort());
      }
    },
  });
}

Deno.test("readPublishedSplit() lists the known names if given another", async () => {
  await assert.rejects(readPublishedSplit("ucf101-2pct", "data"), (error) => {
    assert.ok(error instanceof ManifestError);
    assert.equal(
      error.message,
      "Cannot read videos from 'data': there is no published split 'ucf101-2pct': known are " +
        "ucf101-1pct, ucf101-10pct, hmdb51-40pct, hmdb51-50pct, hmdb51-60pct, kinetics400-1pct, " +
        "kinetics400-10pct; did you mean ucf101-1pct?",
    );
    return true;
  });
});

Deno.test("the published lists are text that gzip opens", async () => {
  const file = new URL("../../../datasets/splits/ucf101.txt.gz", import.meta.url);
  const text = new TextDecoder().decode(gunzipSync(await Deno.readFile(file)));
  assert.match(text, /^ApplyEyeMakeup\/v_ApplyEyeMakeup_g01_c01\.avi 0 test\n/);
});
