import assert from "node:assert/strict";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { type FolderCase, HELD_OUT, makeFolder, RUN_WALK, testFolders } from "./_folder_meaning.ts";

testFolders([
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
  ].map(([train, test]): FolderCase => ({
    name: `${train} and ${test}`,
    files: `${train}/{run,walk}/{a,b}.avi ${test}/{run,walk}/c.avi`,
    is: { classes: "run walk", counts: [4, 0, 2], from: `from ${test}/` },
  })),
  ...[
    ["UCF101_train", "UCF101_test"],
    ["trainA", "testA"],
    ["train.split1", "val.split1"],
    ["my-Train-v2", "my-Valid-v2"],
  ].map(([train, test]): FolderCase => ({
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
      (unlabeled): FolderCase => ({
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
]);

testInFolder("readManifest() says which lists it did not read", async (folder) => {
  await makeFolder(folder, `${RUN_WALK} train.txt TestList.csv notes.txt`);
  const { notes } = await readManifest(folder);
  assert.deepEqual(notes.slice(0, 2), [
    "ignored 3 files without the extension of a video: TestList.csv, notes.txt, train.txt",
    "did not read 'TestList.csv', 'train.txt': a list is given as the data (--data), one of test " +
    "videos by --test-list",
  ]);
});
