import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type LayoutName,
  type Manifest,
  ManifestError,
  readManifest,
} from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { makeFiles } from "../_manifests.ts";

/** What a folder is understood as. */
interface Meaning {
  /** Class names. */
  readonly classes: string;
  /** Number of labeled and of unlabeled training videos, and of test videos. */
  readonly counts: readonly [labeled: number, unlabeled: number, test: number];
  /** Where the test videos are from. */
  readonly from: string;
}

/** A folder, its files with braces for alternatives, and its meaning or what the refusal says. */
interface Case {
  readonly name: string;
  readonly files: string;
  readonly layout?: LayoutName;
  readonly is: Meaning | RegExp;
}

const RUN_WALK = "{run,walk}/{a,b,c}.avi";

const HELD_OUT: Meaning = { classes: "run walk", counts: [4, 0, 2], from: "held out" };

const PARTS = /'(?:Train|train)', named after a part of a data set, is beside .*--layout/;

const CASES: readonly Case[] = [
  // Parts as people name them.
  ...[
    ["Train", "Test"],
    ["TRAIN", "TEST"],
    ["training", "testing"],
    ["Training_Set", "Test_Set"],
    ["trainset", "testset"],
    ["train", "eval"],
    ["videos_train", "videos_val"],
    ["train_256", "val_256"],
    ["train-data", "Validation_Data"],
    ["train", "valid"],
    ["train", "dev"],
    ["trainval", "test1"],
    ["tr", "te"],
    ["labeled_train", "evaluation"],
  ].map(([train, test]): Case => ({
    name: `${train} and ${test}`,
    files: `${train}/{run,walk}/{a,b}.avi ${test}/{run,walk}/c.avi`,
    is: { classes: "run walk", counts: [4, 0, 2], from: `from ${test}/` },
  })),
  ...[
    ["UCF101_train", "UCF101_test"],
    ["trainA", "testA"],
    ["train.split1", "val.split1"],
    ["my-Train-v2", "my-Valid-v2"],
  ].map(([train, test]): Case => ({
    name: `${train} and ${test}, by what they do not share`,
    files: `${train}/{run,walk}/{a,b}.avi ${test}/{run,walk}/c.avi`,
    is: { classes: "run walk", counts: [4, 0, 2], from: `from ${test}/` },
  })),
  {
    name: "classes that share words",
    files: "{training,walking,testing}%20dog/{a,b,c}.avi",
    is: /'testing dog', 'training dog', named after a part of a data set, is beside 'walking dog'/,
  },
  {
    name: "classes that share words, none of them training",
    files: "{testing,walking}%20dog/{a,b,c}.avi",
    is: { classes: "testing dog walking dog", counts: [4, 0, 2], from: "held out" },
  },
  ...["unlabeled", `Unlabel${"l"}ed`, "unsup", "train_unlabeled", "unlabeled-train", "No%20Labels"]
    .map(
      (unlabeled): Case => ({
        name: `unlabeled videos in ${unlabeled}`,
        files: `train/{run,walk}/a.avi ${unlabeled}/{x,jump/y}.avi test/run/c.avi`,
        is: { classes: "run walk", counts: [2, 2, 1], from: "from test/" },
      }),
    ),
  {
    name: "labeled and unlabeled folders without a test",
    files: "labeled/{run,walk}/{a,b,c}.avi unlabeled/{x,y}.avi",
    is: { classes: "run walk", counts: [4, 2, 2], from: "held out" },
  },
  {
    name: "labeled and unlabeled folders inside train",
    files: "train/labeled/{run,walk}/a.avi train/unlabeled/{x,y}.avi test/{run,walk}/c.avi",
    is: { classes: "run walk", counts: [2, 2, 2], from: "from test/" },
  },
  {
    name: "unlabeled videos beside class folders",
    files: `${RUN_WALK} unlabeled/{x,y}.avi z.avi`,
    is: { classes: "run walk", counts: [4, 3, 2], from: "held out" },
  },
  {
    name: "unlabeled videos beside the folder of the class folders",
    files: `UCF-101/${RUN_WALK} unlabeled/{x,y}.avi`,
    is: { classes: "run walk", counts: [4, 2, 2], from: "held out" },
  },
  {
    name: "three parts: the test counts, validation is unused",
    files: "training/{run,walk}/{a,b}.avi validation/{run,walk}/c.avi testing/{run,walk}/d.avi",
    is: { classes: "run walk", counts: [4, 0, 2], from: "from testing/" },
  },
  {
    name: "test videos without classes: validation counts",
    files: "train/{run,walk}/a.avi val/{run,walk}/b.avi test/{c,d}.avi",
    is: { classes: "run walk", counts: [2, 0, 2], from: "from val/" },
  },
  {
    name: "training folder alone",
    files: `Train/${RUN_WALK}`,
    is: HELD_OUT,
  },
  {
    name: "parts unpacked one folder too deep",
    files: "train/train/{run,walk}/a.avi test/test/{run,walk}/b.avi unlabeled/unlabeled/c.avi",
    is: { classes: "run walk", counts: [2, 1, 2], from: "from test/test/" },
  },
  {
    name: "parts that hold only one folder of class folders",
    files: "train/UCF/{run,walk}/a.avi test/UCF/{run,walk}/b.avi",
    is: { classes: "run walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "a test of one class, by person",
    files: "train/{run,walk}/a.avi test/run/{ann,ben}/b.avi",
    is: { classes: "run walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "folders without videos, lists and covers beside the parts",
    files: "train/{run,walk}/a.avi test/{run,walk}/b.avi annotations/train.txt train.csv cover.jpg",
    is: { classes: "run walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "classes in another case in the test",
    files: "train/{Run%20Fast,walk}/a.avi test/{run_fast,Walk}/b.avi",
    is: { classes: "Run Fast walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "classes in another Unicode form in the test",
    files: "train/{jalape\u00f1o,walk}/a.avi test/{jalapen\u0303o,walk}/b.avi",
    is: { classes: "jalape\u00f1o walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "an empty class folder in the test",
    files: "train/{run,walk}/a.avi test/run/b.avi test/walk/",
    is: { classes: "run walk", counts: [2, 0, 1], from: "from test/" },
  },
  {
    name: "parts in each class folder",
    files: "{run,walk}/Train/{a,b}.avi {run,walk}/Test/c.avi walk/unlabeled/d.avi",
    is: { classes: "run walk", counts: [4, 1, 2], from: "from the class folders" },
  },
  // One folder too high.
  { name: "one folder too high", files: `UCF-101/${RUN_WALK}`, is: HELD_OUT },
  { name: "three folders too high", files: `a/b/c/${RUN_WALK}`, is: HELD_OUT },
  {
    name: "one folder too high, beside documents",
    files: `UCF-101/${RUN_WALK} docs/readme.txt README.md`,
    is: HELD_OUT,
  },
  {
    name: "parts, two folders too high",
    files: "motion/v1/train/{run,walk}/a.avi motion/v1/test/{run,walk}/b.avi",
    is: { classes: "run walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "two data sets beside each other",
    files: "motion/{v1,v2}/train/{run,walk}/a.avi motion/{v1,v2}/test/{run,walk}/b.avi",
    is: /its folder 'v1' holds 'test', .* read 'v1' if it is the data set;.*--layout/,
  },
  { name: "classes of subfolders", files: "{run,walk}/{ann,ben,cleo}/a.avi", is: HELD_OUT },
  // Litter.
  {
    name: "what archivers and file systems leave",
    files: `${RUN_WALK} __MACOSX/run/._a.avi run/._a.avi .DS_Store run/Thumbs.db run/desktop.ini ` +
      "lost+found/x.avi @eaDir/run/a.avi/x.avi run/@eaDir/a.avi $RECYCLE.BIN/b.avi " +
      "#recycle/c.avi .Trash-1000/files/d.avi .ipynb_checkpoints/e.avi",
    is: HELD_OUT,
  },
  {
    name: "litter with blanks in its name",
    files: `${RUN_WALK} System%20Volume%20Information/x.avi Temporary%20Items/y.avi`,
    is: HELD_OUT,
  },
  { name: "litter above a data set", files: `UCF/${RUN_WALK} __MACOSX/UCF/._x.avi`, is: HELD_OUT },
  // Refusals.
  { name: "one class", files: "run/{a,b,c}.avi", is: /it has only the class 'run': nothing can/ },
  { name: "one class, two folders too high", files: "x/y/run/{a,b}.avi", is: /the class 'run'/ },
  {
    name: "one class in parts",
    files: "train/run/{a,b}.avi test/run/c.avi",
    is: /it has only the class 'run': nothing can/,
  },
  {
    name: "one class beside an empty one",
    files: "run/ann/a.avi run/ben/b.avi walk/",
    is: /no video in the class folder 'walk'/,
  },
  {
    name: "one class beside an empty one, in parts",
    files: "train/run/ann/a.avi train/run/ben/b.avi train/walk/ test/run/c.avi",
    is: /train': no video in the class folder 'walk'/,
  },
  { name: "a part beside a class", files: "train/{a,b}.avi ship/{a,b}.avi", is: PARTS },
  {
    name: "a training folder beside class folders",
    files: `${RUN_WALK} Train/{run,walk}/d.avi`,
    is: PARTS,
  },
  {
    name: "parts beside another folder of videos",
    files: "train/{run,walk}/a.avi test/{run,walk}/b.avi more/c.avi",
    is: PARTS,
  },
  {
    name: "parts in some class folders",
    files: "run/{a,b}.avi walk/train/a.avi walk/test/b.avi",
    is: /its folder 'walk' holds 'test', .*--layout/,
  },
  {
    name: "a part deep in a class folder",
    files: "{run,walk}/{a,b}.avi run/ann/test/c.avi",
    is: /its folder 'run\/ann' holds 'test', .*--layout/,
  },
  {
    name: "a class named after a part, in parts",
    files: "train/{ship,train}/a.avi test/{ship,train}/b.avi",
    is: /its folder 'train' holds 'train', .*--layout/,
  },
  {
    name: "validation inside training",
    files: "train/{train,val}/{run,walk}/a.avi test/{run,walk}/b.avi",
    is: /its folder 'train' holds 'val', .*read 'train' if it is the data set/,
  },
  {
    name: "a test without training",
    files: "test/{run,walk}/a.avi",
    is: /it holds 'test', but no folder of labeled training videos, such as 'train'$/,
  },
  {
    name: "unlabeled videos alone",
    files: "unlabeled/{run,walk}/a.avi",
    is: /it holds 'unlabeled', but no folder of labeled/,
  },
  {
    name: "two training folders",
    files: "train/{run,walk}/a.avi Training/{run,walk}/b.avi",
    is: /its folders 'Training', 'train' name the same part, of which there must be one folder$/,
  },
  {
    name: "training videos without classes",
    files: "train/{a,b}.avi test/{a,b}.avi",
    is: /train': it holds \d+ videos? but no folder for each class: name their classes in a list/,
  },
  {
    name: "test videos without classes",
    files: "train/{run,walk}/a.avi test/{a,b}.avi",
    is: /test': its 2 videos cannot be test videos without a folder for each class$/,
  },
  {
    name: "an empty test folder",
    files: `train/${RUN_WALK} test/`,
    is: /no video in its folder 'test': fill it, or remove it$/,
  },
  {
    name: "a class only in the test",
    files: "train/{run,walk}/a.avi valid/{run,jump}/b.avi",
    is: /unknown class 'jump', of '.*' for example: training has 'run', 'walk'$/,
  },
  {
    name: "class folders that are named alike",
    files: "{Run,run,walk}/{a,b}.avi",
    is: /the class folders 'Run', 'run' are named alike/,
  },
  {
    name: "archives that are not unpacked",
    files: "run.rar walk.rar",
    is: /it must hold one folder of videos for each class, or a list: unpack 'run\.rar', 'walk/,
  },
  ...["fold1 fold2", "part_0 part_1", "Subject%2001 Subject%2002"].map((names): Case => ({
    name: `folders ${names}, which are shares of the data`,
    files: names.split(" ").map((name) => `${name}/{run,walk}/{a,b,c}.avi`).join(" "),
    is: /its folders '.*' are named like shares of a data set, not like classes: .*--layout/,
  })),
  {
    name: "shares of the training",
    files: "train/{part_0,part_1}/{a,b}.avi",
    is: /its folders 'part_0', 'part_1' are named like shares of a data set/,
  },
  {
    name: "numbered folders that are no shares",
    files: "{c0,class1}/{a,b,c}.avi",
    is: { classes: "c0 class1", counts: [4, 0, 2], from: "held out" },
  },
  {
    name: "a list beside a folder of all videos",
    files: "videos/{a,b,c}.avi labels.csv",
    is: /only the class 'videos': if 'labels\.csv' names the classes .* as the data \(--data\)$/,
  },
  {
    name: "a list beside videos",
    files: "{a,b,c}.avi labels.csv",
    is: /no folder for each class: if 'labels\.csv' is a list, give it as the data \(--data\)$/,
  },
  {
    name: "names with the backslashes of Windows",
    files: "{run,walk}%5Ca.avi",
    is:
      /for each class: 'run\\a\.avi' has backslashes in its name where an archive made on Windows/,
  },
  { name: "nothing", files: "notes.txt", is: /it must hold one folder of videos for each class/ },
  // What the user states.
  {
    name: "shares of the data, stated as classes",
    files: "fold1/{a,b,c}.avi fold2/{a,b,c}.avi",
    layout: "class-folders",
    is: { classes: "fold1 fold2", counts: [4, 0, 2], from: "held out" },
  },
  {
    name: "classes named after parts, stated",
    files: "{ship,test,train}/{a,b,c}.avi",
    layout: "class-folders",
    is: { classes: "ship test train", counts: [6, 0, 3], from: "held out" },
  },
  {
    name: "class folders with parts in them, stated as classes",
    files: "{run,walk}/train/{a,b}.avi {run,walk}/test/c.avi",
    layout: "class-folders",
    is: HELD_OUT,
  },
  {
    name: "parts beside another folder, stated",
    files: "train/{run,walk}/a.avi test/{run,walk}/b.avi more/c.avi",
    layout: "split-folders",
    is: { classes: "run walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "classes named after parts in parts, stated",
    files: "train/{ship,train}/a.avi test/{ship,train}/b.avi",
    layout: "split-folders",
    is: { classes: "ship train", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "parts by person in each class folder, stated",
    files: "{run,walk}/train/{ann,ben}/a.avi {run,walk}/test/cleo/c.avi",
    layout: "split-folders",
    is: { classes: "run walk", counts: [4, 0, 2], from: "from the class folders" },
  },
  {
    name: "no parts, though stated",
    files: RUN_WALK,
    layout: "split-folders",
    is: /it does not have the layout 'split-folders'/,
  },
  {
    name: "no index, though stated",
    files: RUN_WALK,
    layout: "index",
    is: /it does not have the layout 'index'/,
  },
];

for (const { name, files, layout, is } of CASES) {
  testInFolder(`readManifest() takes as it is meant: ${name}`, async (folder) => {
    await makeFolder(folder, files);
    const read = readManifest(folder, { layout, testShare: 1 / 3 });
    if (is instanceof RegExp) {
      await assert.rejects(read, (error) => {
        assert.ok(error instanceof ManifestError, String(error));
        assert.match(error.message, is);
        return true;
      });
      return;
    }
    assert.deepEqual(meaningOf(await read), is);
  });
}

testInFolder("readManifest() says which lists it did not read", async (folder) => {
  await makeFolder(folder, `${RUN_WALK} train.txt TestList.csv notes.txt`);
  const { notes } = await readManifest(folder);
  assert.deepEqual(notes.slice(0, 2), [
    "ignored 3 files that are not videos: TestList.csv, notes.txt, train.txt",
    "did not read 'TestList.csv', 'train.txt': a list is given as the data (--data), one of test " +
    "videos by --test-list",
  ]);
});

/** Makes files of different bytes; a name that ends in a slash is an empty folder's. */
async function makeFolder(folder: string, pattern: string): Promise<void> {
  const names = pattern.split(" ").flatMap(expand);
  for (const written of names) {
    const name = decodeURIComponent(written);
    if (name.endsWith("/")) await Deno.mkdir(join(folder, name), { recursive: true });
    else await makeFiles(folder, { [name]: name });
  }
}

/** Expands braces as a shell does. */
function expand(pattern: string): string[] {
  const [, before = "", choices = "", after = ""] = /^(.*?)\{(.*?)\}(.*)$/s.exec(pattern) ?? [];
  if (choices === "") return [pattern];
  return choices.split(",").flatMap((choice) => expand(`${before}${choice}${after}`));
}

function meaningOf({ classes, train, test, testSource = "" }: Manifest): Meaning {
  const labeled = train.filter(({ label }) => label !== null).length;
  return {
    classes: classes.join(" "),
    counts: [labeled, train.length - labeled, test.length],
    from: testSource,
  };
}
