import { join } from "node:path";
import { readManifest } from "../../datasets/mod.ts";
import { parseAnswers } from "../../pipeline/suggestion/parse_answers.ts";
import { CheckReport } from "../../pipeline/videos/check_report.ts";
import type { FileKind } from "./_file_kind.ts";

const VIDEOS: Readonly<Record<string, string>> = Object.fromEntries(
  ["a", "b", "c", "d"].map((name) => [`${name}.mp4`, `video ${name}`]),
);

/** A data set of which a list or a class list is damaged. */
function list(name: string, content: string, file = "list.txt"): FileKind {
  // Where a missing file may be is looked for in many folders.
  const use = (path: string) => readManifest(path, { missingShare: 1 });
  return { name, file, content, beside: VIDEOS, use };
}

const ROWS = [["a.mp4", "run"], ["b.mp4", "walk"], ["c.mp4", "run"], ["d.mp4", "walk"]] as const;

const UCF: Readonly<Record<string, string>> = {
  "run/v_run_g01_c01.avi": "1",
  "run/v_run_g02_c01.avi": "2",
  "walk/v_walk_g01_c01.avi": "3",
  "walk/v_walk_g02_c01.avi": "4",
  "classInd.txt": "1 run\n2 walk\n",
  "trainlist01.txt": "run/v_run_g01_c01.avi 1\nwalk/v_walk_g01_c01.avi 2\n",
  "testlist01.txt": "run/v_run_g02_c01.avi\nwalk/v_walk_g02_c01.avi\n",
};

const KINETICS = "label,youtube_id,time_start,time_end,split\n" +
  "run,abcdefghijk,1,11,train\nwalk,bbcdefghijk,1,11,train\nrun,cbcdefghijk,1,11,val\n" +
  "walk,dbcdefghijk,1,11,val\n";

/** Lists of videos, and of what is known about them. */
export const LIST_KINDS: readonly FileKind[] = [
  list("lines of a path and a label", ROWS.map((row) => `${row.join(" ")}\n`).join("")),
  list("quoted lines", ROWS.map(([path, label]) => `"${path}" "${label}"\n`).join("")),
  list("table", `path,class,split\n${ROWS.map((row) => `${row.join()},train\n`).join("")}`),
  list("table with other titles", `Datei;Art\n${ROWS.map((row) => `${row.join(";")}\n`).join("")}`),
  list(
    "objects, one a line",
    ROWS.map(([path, label]) => `${JSON.stringify({ path, label })}\n`).join(""),
  ),
  list("array of objects", JSON.stringify(ROWS.map(([path, label]) => ({ path, label })), null, 1)),
  {
    name: "list of classes",
    file: "classes.txt",
    content: "0 run\n1 walk\n2 fly\n",
    beside: { ...VIDEOS, "list.txt": "a.mp4 0\nb.mp4 1\nc.mp4 0\nd.mp4 1\n" },
    use: (_path, folder) => readManifest(join(folder, "list.txt")),
  },
  ...["classInd.txt", "trainlist01.txt", "testlist01.txt"].map((file): FileKind => ({
    name: `${file} of UCF-101`,
    file,
    content: UCF[file] ?? "",
    beside: UCF,
    use: (_path, folder) => readManifest(folder),
  })),
  {
    name: "annotations of Kinetics",
    file: "annotations.csv",
    content: KINETICS,
    beside: Object.fromEntries(
      ["a", "b", "c", "d"].map((letter) => [`${letter}bcdefghijk_000001_000011.mp4`, letter]),
    ),
    use: (_path, folder) => readManifest(folder),
  },
  {
    name: "answers of a person",
    file: "labels.csv",
    content: "path,class,answer\na.mp4,run,class\nb.mp4,,skip\nc.mp4,,none\n",
    use: async (path, folder) =>
      parseAnswers(new TextDecoder().decode(await Deno.readFile(path)), {
        file: path,
        folder,
        classes: ["run", "walk"],
      }),
  },
  {
    name: "report of a check",
    file: "report.jsonl",
    content: [
      { path: "/a.mp4", bytes: 1, modified: 2, state: "ok" },
      { path: "/b.mp4", bytes: 1, modified: 2, state: "broken", why: "no" },
      { path: "/c.mp4", state: "missing" },
    ].map((line) => `${JSON.stringify(line)}\n`).join(""),
    // deno-lint-ignore require-await -- async, so that its errors are rejections
    async use(path) {
      using report = CheckReport.open(path);
      return report.find({ path: "/a.mp4", bytes: 1, modified: 2 });
    },
  },
];
