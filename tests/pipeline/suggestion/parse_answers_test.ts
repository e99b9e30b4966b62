import assert from "node:assert/strict";
import { parseAnswers } from "../../../pipeline/suggestion/parse_answers.ts";
import { suggestionTable } from "../../../pipeline/suggestion/suggestion_table.ts";
import { suggestionOf } from "./_suggestions.ts";

function parse(text: string) {
  const options = { file: "labels.csv", folder: "/videos", classes: ["run", "street fight"] };
  return [...parseAnswers(text, options)];
}

const RUN = ["/videos/a.mp4", { kind: "class", class: "run" }];
const FIGHT = ["/videos/b, c.mp4", { kind: "class", class: "street fight" }];

for (
  const [name, text, expected] of [
    ["commas and quotes", 'path,class\na.mp4,run\n"b, c.mp4",street fight\n', [RUN, FIGHT]],
    [
      "a spreadsheet with semicolons",
      "\ufeffClass;Path\r\nrun;a.mp4\r\nstreet fight;b, c.mp4\r\n",
      [RUN, FIGHT],
    ],
    ["tabs and other columns", "guess\tpath\tclass\nwalk\ta.mp4\trun\n", [RUN]],
    ["whole paths", "path,class\n/videos/a.mp4,run\n", [RUN]],
    ["rows that say nothing", "path,class\nb.mp4,\na.mp4,run\n", [RUN]],
    [
      "other answers",
      "path,class,answer\na.mp4,run,class\nb.mp4,,none\nc.mp4,,skip\n",
      [RUN, ["/videos/b.mp4", { kind: "none" }], ["/videos/c.mp4", { kind: "skip" }]],
    ],
  ] as const
) {
  Deno.test(`parseAnswers() reads ${name}`, () => assert.deepEqual(parse(text), expected));
}

for (
  const [text, message] of [
    [
      "",
      "Cannot read labels from labels.csv as its first line must name the columns 'path' and " +
      "'class': current value is \"\"",
    ],
    [
      "file,label\na.mp4,run",
      "Cannot read labels from labels.csv as its first line must name the " +
      "columns 'path' and 'class': current value is \"file | label\"",
    ],
    [
      "path,class\na.mp4,run\nb.mp4,rum",
      "Cannot read labels.csv, line 3 as its class must be one " +
      "of the run's: current value is 'rum'; did you mean run?",
    ],
    [
      "path,class\na.mp4,run\na.mp4,run",
      "Cannot read labels.csv, line 3 as each video must be " +
      "named once: /videos/a.mp4 is again",
    ],
    [
      "path,class,answer\na.mp4,run,none",
      "Cannot read labels.csv, line 2 as its answer must be " +
      "class, none or skip, the last two without a class: current value is none with class 'run'",
    ],
  ] as const
) {
  Deno.test(`parseAnswers() refuses: ${JSON.stringify(text)}`, () => {
    assert.throws(() => parse(text), { message });
  });
}

Deno.test("suggestionTable() writes a table that can be filled in", () => {
  const suggestion = suggestionOf("b, c.mp4", { primary: ["run", 0.9], auxiliary: ["run", 0.8] });
  const table = suggestionTable([suggestion]);
  assert.deepEqual(parse(table), []);
  assert.deepEqual(parse(table.replace('mp4",,', 'mp4",street fight,')), [FIGHT]);
});
