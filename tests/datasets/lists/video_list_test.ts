import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError } from "../../../datasets/mod.ts";
import { readVideoList } from "../../../datasets/lists/_video_list.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { testInFolder } from "../_fixtures.ts";
import { makeFiles } from "../_manifests.ts";

const FILES = [
  "run/a.avi",
  "run/b.avi",
  "my videos/c.mp4",
  "c, d.avi",
  '6" putt.avi',
  '"q" e.avi',
  "#20_x.avi",
  "b #2.avi",
  "no extension",
  "v1",
  "back\\slash.avi",
  "caf\u00e9/1.avi",
  "cafe\u0301/2.avi",
  "x.avi y.avi",
  "\u00e9t\u00e9/3.avi",
  "frames/1/0001.jpg",
];

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

/** Texts of lists and why they are refused. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  [
    "a count of frames",
    "run/a.avi 120 3\n",
    "line 1 'run/a.avi 120 3': it has a number besides the label, such as a count of frames: leave " +
    "the number out, or put the whole label into quotes",
  ],
  [
    "more columns than two",
    "run/a.avi,run,train\n",
    "line 1 'run/a.avi,run,train': it has more than two columns: name them in a first line such as " +
    "'path,label,split', or put a label that holds the separator into quotes",
  ],
  [
    "more fields than titles",
    "path,label\nrun/a.avi,run, fast\n",
    "line 2 'run/a.avi,run,fast': it has 3 fields, but the first line names 2 columns: put a field " +
    "that holds the separator into quotes",
  ],
  [
    "a label that may end with a comment",
    "run/a.avi Jump #1\n",
    "line 1 'run/a.avi Jump #1': it may end with a label or a comment: put the label into quotes, " +
    "or the comment on a line of its own",
  ],
  [
    "two paths",
    "run/a.avi run/b.avi\n",
    "line 1 'run/a.avi run/b.avi': it has two paths; write 'path \"label\"'",
  ],
  [
    "text behind quotes",
    '"run/a.avi" "x" y\n',
    'line 1 \'"run/a.avi" "x" y\': there is text behind the quotes of the label; write \'path ' +
    '"label"\'',
  ],
  [
    "an open quote",
    'run/a.avi "x\n',
    "line 1 'run/a.avi \"x': its label begins with a quote that is never closed",
  ],
  [
    "folders of frames",
    "frames/1 29 0\n",
    "1 of the 1 videos has no file, and at most 0 % may be missing (missingShare): 'frames/1 29'; " +
    "line 1 was read as the path 'frames/1 29' with the label '0', and looked for as " +
    "'FOLDER/frames/1 29': 'frames/1' is a folder, but only files of videos are read, not folders " +
    "of frames",
  ],
  [
    "names without their extension",
    "run/a run\n",
    "1 of the 1 videos has no file, and at most 0 % may be missing (missingShare): 'run/a'; line 1 " +
    "was read as the path 'run/a' with the label 'run', and looked for as 'FOLDER/run/a': there is " +
    "'a.avi'; write names with their extension",
  ],
  [
    "other capitals",
    "Run\\A.AVI run\n",
    "1 of the 1 videos has no file, and at most 0 % may be missing (missingShare): 'Run\\A.AVI'; " +
    "line 1 was read as the path 'Run\\A.AVI' with the label 'run', and looked for as " +
    "'FOLDER/Run\\A.AVI': there is 'run/a.avi'; write capitals as the name has them",
  ],
  [
    "paths from another folder",
    "a.avi run\n",
    "1 of the 1 videos has no file, and at most 0 % may be missing (missingShare): 'a.avi'; line 1 " +
    "was read as the path 'a.avi' with the label 'run', and looked for as 'FOLDER/a.avi': it is at " +
    "'FOLDER/run/a.avi', which must be written as 'run/a.avi', relative to 'FOLDER'",
  ],
  [
    "paths of another machine",
    "C:\\data\\run\\a.avi run\n",
    "1 of the 1 videos has no file, and at most 0 % may be missing (missingShare): " +
    "'C:\\data\\run\\a.avi'; line 1 was read as the path 'C:\\data\\run\\a.avi' with the label " +
    "'run', and looked for as 'FOLDER/C:\\data\\run\\a.avi': it is at 'FOLDER/run/a.avi', which must " +
    "be written as 'run/a.avi', relative to 'FOLDER'",
  ],
  [
    "JSON",
    '[{"id": "1", "label": "run"}]',
    "it must have a line 'path label' for each video, or be a table 'path,class': it is JSON",
  ],
  [
    "titles without a path",
    "label,youtube_id,time_start,time_end,split\nrun,abc,1,11,train\n",
    "its first line 'label,youtube_id,time_start,time_end,split' names columns, but none is called " +
    "'path' or 'file'",
  ],
  ["nothing", "# only a comment\n\n", "it names no video"],
  ["a path twice", "run/a.avi 0\n./run/a.avi 1\n", "it names 'run/a.avi' twice (lines 1 and 2)"],
  ["no path", "path,label\n,run\n", "line 2 has no path"],
  [
    "two columns of names",
    "path,category,action\nrun/a.avi,x,y\n",
    "its columns 'category' and 'action' both name classes: leave one out, or call the one that is " +
    "meant 'class'",
  ],
  [
    "many columns between blanks",
    "path label split\nrun/a.avi x train\n",
    "the columns 'path label split' of its first line must be separated by commas or tabs",
  ],
];

for (const [what, text, problem] of REFUSED) {
  Deno.test(`readVideoList() refuses ${what}`, () =>
    withFolder(async (folder) => {
      await makeFiles(folder, FILES);
      const list = join(folder, "list.txt");
      await Deno.writeTextFile(list, text);
      await assert.rejects(
        readVideoList(list, { root: folder, missingShare: 0 }),
        new ManifestError(list, problem.replaceAll("FOLDER", folder)),
      );
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
