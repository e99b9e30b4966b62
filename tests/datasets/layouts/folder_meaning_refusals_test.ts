import { type FolderCase, RUN_WALK, testFolders } from "./_folder_meaning.ts";

const PARTS = /'(?:Train|train)', named after a part of a data set, is beside .*--layout/;

testFolders([
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
  ...["fold1 fold2", "part_0 part_1", "Subject%2001 Subject%2002"].map((names): FolderCase => ({
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
    is:
      /no folder for each class: if 'labels\.csv' is a list, give it as the data \(--data\), one of test videos by --test-list$/,
  },
  {
    name: "names with the backslashes of Windows",
    files: "{run,walk}%5Ca.avi",
    is:
      /for each class: 'run\\a\.avi' has backslashes in its name where an archive made on Windows/,
  },
  { name: "nothing", files: "notes.txt", is: /it must hold one folder of videos for each class/ },
]);
