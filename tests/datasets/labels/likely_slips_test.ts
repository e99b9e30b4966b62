import assert from "node:assert/strict";
import { likelySlips } from "../../../datasets/labels/_likely_slips.ts";
import { noteLikelySlips } from "../../../datasets/labels/_note_likely_slips.ts";
import { PUBLISHED_SPLITS } from "../../../datasets/splits/published_splits.ts";
import { readPublishedSplit } from "../../../datasets/splits/read_published_split.ts";

/** Videos of classes. */
function videosOf(counts: Readonly<Record<string, number>>) {
  return Object.values(counts).flatMap((count, label) =>
    Array.from({ length: count }, (_, index) => ({ id: `${label}/${index}`, path: "", label }))
  );
}

function slipsOf(counts: Readonly<Record<string, number>>): string[] {
  return likelySlips(videosOf(counts), Object.keys(counts))
    .map(({ slip, meant }) => `${slip.name} ${slip.count}, ${meant.name} ${meant.count}`);
}

const SLIPS: readonly (readonly [slip: string, meant: string])[] = [
  ["jumpng", "jumping"],
  ["jummping", "jumping"],
  ["jumpimg", "jumping"],
  ["jupming", "jumping"],
  ["ujmping", "jumping"],
  ["wlak", "walk"],
  ["runn", "run"],
  ["laufenn", "laufen"],
  ["\u0431\u0435\u0433\u0430\u0442", "\u0431\u0435\u0433\u0430\u0442\u044c"],
];

for (const [slip, meant] of SLIPS) {
  Deno.test(`likelySlips() finds '${slip}' beside '${meant}'`, () => {
    assert.deepEqual(slipsOf({ [meant]: 12, other: 9, [slip]: 1 }), [`${slip} 1, ${meant} 12`]);
    assert.deepEqual(slipsOf({ [meant]: 12, [slip]: 2 }), [`${slip} 2, ${meant} 12`]);
  });
}

const OTHERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "both have many videos": { clapping: 3, slapping: 900 },
  "the other one has few, too": { clapping: 1, slapping: 4 },
  "nobody has written it": { clapping: 0, slapping: 900 },
  "short words": { slap: 1, clap: 900, hit: 1, sit: 900 },
  "numbers": { "level 1": 1, "level 2": 900, "level 12": 1 },
  "words of one letter": { "shot a": 1, "shot b": 900 },
  "two letters": { bouncing: 1, dancing: 900 },
  "other words": { run: 1, walk: 900, jump_rope: 1, jumping: 900 },
};

for (const [why, counts] of Object.entries(OTHERS)) {
  Deno.test(`likelySlips() finds none: ${why}`, () => assert.deepEqual(slipsOf(counts), []));
}

Deno.test("likelySlips() is silent about the published data sets, however few videos one class has", async () => {
  const found = new Set<string>();
  for (const name of PUBLISHED_SPLITS.filter((split) => /-(?:1|10|40)pct$/.test(split))) {
    const { classes } = await readPublishedSplit(name, "videos");
    for (const rare of classes) {
      const counts = Object.fromEntries(classes.map((other) => [other, other === rare ? 1 : 5]));
      for (const slip of slipsOf(counts)) found.add(slip);
    }
    assert.deepEqual(slipsOf(Object.fromEntries(classes.map((other) => [other, 1]))), []);
    assert.deepEqual(slipsOf(Object.fromEntries(classes.map((other) => [other, 3]))), []);
  }
  // Of more than 500 classes only these would be asked about, if they had one video.
  assert.deepEqual([...found].sort(), [
    "clapping 1, slapping 5",
    "pushing_car 1, pushing_cart 5",
    "pushing_cart 1, pushing_car 5",
    "shaking_head 1, shaving_head 5",
    "shaving_head 1, shaking_head 5",
    "slapping 1, clapping 5",
  ]);
});

Deno.test("likelySlips() looks at many classes in short time", () => {
  const counts = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [
    `class ${"abcdefghij"[index % 10]}${index}`,
    index % 2 === 0 ? 1 : 6,
  ]));
  assert.deepEqual(slipsOf(counts), []);
});

Deno.test("noteLikelySlips() has a line for each of the first, with both counts", () => {
  const slips = ["jumpng", "jummping", "jumpinng", "jumpingg", "jumpin", "jmping", "jupming"];
  const counts = { jumping: 9, ...Object.fromEntries(slips.map((name) => [name, 1])) };
  const manifest = {
    classes: Object.keys(counts),
    test: [],
    missing: [],
    labeled: null,
    notes: [],
  };
  const notes = noteLikelySlips({ ...manifest, train: videosOf(counts) });
  assert.equal(notes.length, 6);
  assert.equal(
    notes[0],
    "class 'jumpng' has 1 video, and 'jumping', which is written almost alike, has 9: if one class " +
      "is meant, write it in one way",
  );
  assert.equal(notes[5], "more classes written almost like others: 'jmping', 'jupming'");
});
