import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError } from "../../../datasets/mod.ts";
import { readVideoList } from "../../../datasets/lists/_video_list.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { testInFolder } from "../_fixtures.ts";
import { makeFiles } from "../_manifests.ts";
import { FILES } from "./_listed_files.ts";

/** Texts of lists and how they are read: "id=label" of each video. */
const READ: readonly (readonly [string, string, readonly string[]])[] = [
  ["a blank", "run/a.avi 0\nrun/b.avi run\n", ["run/a.avi=0", "run/b.avi=run"]],
  ["a tab", "run/a.avi\t0\nmy videos/c.mp4\tBody Weight\n", [
    "run/a.avi=0",
    "my videos/c.mp4=Body Weight",
  ]],
  ["a comma", "run/a.avi,0\nrun/b.avi, run\n", ["run/a.avi=0", "run/b.avi=run"]],
  ["empty columns at the end", "run/a.avi,0,,\nrun/b.avi;run;\n", ["run/a.avi=0", "run/b.avi=run"]],
  ["empty columns of a table", "path,class,\nrun/a.avi,run,,\n", ["run/a.avi=run"]],
  ["a semicolon", "run/a.avi;0\nrun/b.avi ; run\n", ["run/a.avi=0", "run/b.avi=run"]],
  ["labels of several words", "run/a.avi, Body Weight Squats\nrun/b.avi Body Weight Squats\n", [
    "run/a.avi=Body Weight Squats",
    "run/b.avi=Body Weight Squats",
  ]],
  ["labels with separators in quotes", 'run/a.avi,"run, fast"\nrun/b.avi "a # b"\n', [
    "run/a.avi=run, fast",
    "run/b.avi=a # b",
  ]],
  ["names with blanks and commas", "my videos/c.mp4 run\nc, d.avi, walk\n", [
    "my videos/c.mp4=run",
    "c, d.avi=walk",
  ]],
  ["quotes", '"run/a.avi" "say ""hi"""\n"run/b.avi","x"\n"6"" putt.avi"\n', [
    'run/a.avi=say "hi"',
    "run/b.avi=x",
    '6" putt.avi=null',
  ]],
  ["quotes in names without quotes", '6" putt.avi golf\n"q" e.avi letter\n', [
    '6" putt.avi=golf',
    '"q" e.avi=letter',
  ]],
  [
    "names with #, comments",
    "#20_x.avi clap\n# run/a.avi run\nb #2.avi run # two\nrun/b.avi # x\n",
    [
      "#20_x.avi=clap",
      "b #2.avi=run",
      "run/b.avi=null",
    ],
  ],
  ["labels with # beside a comma", "run/a.avi,Jump #1\n", ["run/a.avi=Jump #1"]],
  ["names without an extension", "no extension 3\nv1\n", ["no extension=3", "v1=null"]],
  ["one name with two extensions", "x.avi y.avi\n", ["x.avi y.avi=null"]],
  ["a byte order mark, CRLF", "\uFEFFrun/a.avi 0\r\n\r\nrun/b.avi 1\r\n", [
    "run/a.avi=0",
    "run/b.avi=1",
  ]],
  ["lines of an old Mac", "run/a.avi 0\rrun/b.avi 1\r", ["run/a.avi=0", "run/b.avi=1"]],
  ["backslashes of Windows", "run\\a.avi 0\nback\\slash.avi 1\n", [
    "run/a.avi=0",
    "back\\slash.avi=1",
  ]],
  [
    "the other normal form",
    "cafe\u0301/1.avi 0\ncaf\u00e9/2.avi 1\ne\u0301t\u00e9/3.avi 1\n",
    ["caf\u00e9/1.avi=0", "cafe\u0301/2.avi=1", "\u00e9t\u00e9/3.avi=1"],
  ],
  ["dots in paths", "./run/a.avi 0\nrun/../run/b.avi 1\n", ["run/a.avi=0", "run/b.avi=1"]],
  ["a header", "path,label\nrun/a.avi,0\nrun/b.avi,1\n", ["run/a.avi=0", "run/b.avi=1"]],
  ["a header with blanks", "video_path label\nrun/a.avi 0\nrun/b.avi Two Words\n", [
    "run/a.avi=0",
    "run/b.avi=Two Words",
  ]],
  ["a header with tabs", "Class Name\tFile Name\n a b \trun/a.avi\n", ["run/a.avi=a b"]],
  ["a header with semicolons", '"clip";"category"\n"c, d.avi";"x;y"\n', ["c, d.avi=x;y"]],
  ["a header of titles with blanks", "Video Path;Action Label\nrun/a.avi;x y\n", ["run/a.avi=x y"]],
  ["a header below comments", "# made by hand\npath,class\n#run/a.avi,x\n#20_x.avi,clap\n", [
    "#20_x.avi=clap",
  ]],
  ["names before numbers", "path,label,class_name\nrun/a.avi,7,run\n", ["run/a.avi=run"]],
  ["names before numbers, -1 where there are none", "path,label,class\nrun/a.avi,-1,\n", [
    "run/a.avi=null",
  ]],
  ["a header as Keras writes it", "video_name,tag\nrun/a.avi,run\n", ["run/a.avi=run"]],
  ["numbers if there are no names", "path,label_id\nrun/a.avi,7\n", ["run/a.avi=7"]],
  ["titles in German, from Excel", "\uFEFFDatei;Klasse\r\nrun/a.avi;Straßen Kampf\r\n", [
    "run/a.avi=Straßen Kampf",
  ]],
  ["titles in French, after the line for Excel", "sep=;\nCatégorie;Fichier\nx y;run/a.avi\n", [
    "run/a.avi=x y",
  ]],
  ["titles in Portuguese", "arquivo,rótulo\nrun/a.avi,x\n", ["run/a.avi=x"]],
  ["titles in Russian", "Файл;Класс\nrun/a.avi;x\n", ["run/a.avi=x"]],
  ["titles in Chinese", "类别,文件名\nx,run/a.avi\n", ["run/a.avi=x"]],
  ["titles in Japanese", "ファイル名\tラベル\nrun/a.avi\tx\n", ["run/a.avi=x"]],
  ["titles in Korean", "파일,라벨\nrun/a.avi,x\n", ["run/a.avi=x"]],
  [
    "JSON lines",
    '{"file_name": "run/a.avi", "label": "a b", "fps": [1]}\n{"file_name":"run/b.avi"}\n',
    [
      "run/a.avi=a b",
      "run/b.avi=null",
    ],
  ],
  ["JSON objects in an array", '[\n{"label": 3, "path": "run/a.avi"},\n{"path": "c, d.avi"}]', [
    "run/a.avi=3",
    "c, d.avi=null",
  ]],
  ["one column", "filename\nrun/a.avi\nrun/b.avi\n", ["run/a.avi=null", "run/b.avi=null"]],
];

for (const [what, text, expected] of READ) {
  Deno.test(`readVideoList() reads ${what}`, () =>
    withFolder(async (folder) => {
      await makeFiles(folder, FILES);
      await Deno.writeTextFile(join(folder, "list.txt"), text);
      const list = join(folder, "list.txt");
      const { videos } = await readVideoList(list, { root: folder, missingShare: 0 });
      assert.deepEqual(videos.map(({ id, className }) => `${id}=${className}`), expected);
    }));
}

testInFolder("readVideoList() reads UTF-16 with a mark, and no other encoding", async (folder) => {
  await makeFiles(folder, FILES);
  const list = join(folder, "list.txt");
  const options = { root: folder, missingShare: 0 };
  for (const isLittleEndian of [true, false]) {
    const text = "\uFEFFrun/a.avi 0\r\n";
    const view = new DataView(new ArrayBuffer(2 * text.length));
    [...text].forEach((letter, index) =>
      view.setUint16(2 * index, letter.charCodeAt(0), isLittleEndian)
    );
    await Deno.writeFile(list, new Uint8Array(view.buffer));
    const { videos } = await readVideoList(list, options);
    assert.deepEqual(videos.map(({ id, className }) => [id, className]), [["run/a.avi", "0"]]);
    await Deno.writeFile(list, new Uint8Array(view.buffer).subarray(2));
    await assert.rejects(
      readVideoList(list, options),
      new ManifestError(list, "it must be a list of videos, in text"),
    );
  }
  await Deno.writeFile(list, new TextEncoder().encode("run/a.avi 0\ncaf"));
  await Deno.writeFile(list, new Uint8Array([0xe9]), { append: true });
  await assert.rejects(
    readVideoList(list, options),
    new ManifestError(
      list,
      "it must be text in UTF-8: line 2 is 'caf\uFFFD'; save it as UTF-8, or convert it with iconv",
    ),
  );
});

testInFolder("readVideoList() notes a comment that may be a video", async (folder) => {
  await makeFiles(folder, FILES);
  const list = join(folder, "list.txt");
  await Deno.writeTextFile(list, "# a list\n#20_gone.avi clap\nrun/a.avi clap\n");
  const { videos, notes } = await readVideoList(list, { root: folder, missingShare: 0 });
  assert.equal(videos.length, 1);
  assert.deepEqual(notes, [
    "took line 2 '#20_gone.avi clap' for a comment, as there is no file of that name",
  ]);
});

testInFolder("readVideoList() guesses columns with unknown titles, and says so", async (folder) => {
  await makeFiles(folder, FILES);
  const list = join(folder, "list.csv");
  await Deno.writeTextFile(list, "Luokka;Tiedosto;\nx y;run/a.avi;\n;run/b.avi;\n");
  const { videos, notes } = await readVideoList(list, { root: folder, missingShare: 0 });
  assert.deepEqual(videos.map(({ id, className, line }) => [id, className, line]), [
    ["run/a.avi", "x y", 2],
    ["run/b.avi", null, 3],
  ]);
  assert.deepEqual(notes, [
    `took line 1 of '${list}', 'Luokka;Tiedosto;', for the titles of columns`,
  ]);
});

testInFolder("readVideoList() takes a video once that is listed again", async (folder) => {
  await makeFiles(folder, FILES);
  const list = join(folder, "list.txt");
  await Deno.writeTextFile(list, "run/a.avi x\nrun/b.avi y\n./run/a.avi x\n");
  const { videos, notes } = await readVideoList(list, { root: folder, missingShare: 0 });
  assert.deepEqual(videos.map(({ id }) => id), ["run/a.avi", "run/b.avi"]);
  assert.deepEqual(notes, [
    `1 line of '${list}' a second time, 'run/a.avi' on line 3 for example: taken once`,
  ]);
});

testInFolder("readVideoList() names the line of an object in JSON", async (folder) => {
  await makeFiles(folder, FILES);
  const list = join(folder, "list.json");
  await Deno.writeTextFile(list, '[\n  {"path": "run/a.avi"},\n  {"path": "run/b.avi"}\n]\n');
  const { videos } = await readVideoList(list, { root: folder, missingShare: 0 });
  assert.deepEqual(videos.map(({ line }) => line), [2, 3]);
});
