import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError, readManifest } from "../../../datasets/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { makeFiles } from "../_manifests.ts";

/** Each class has two or three videos; flat/ holds the same ones without class folders. */
const VIDEOS = ["jump", "run", "walk"].flatMap((name) => [`${name}/1.avi`, `${name}/2.avi`])
  .concat("walk/3.avi", "deep/v1/1.avi", "deep/v2/2.avi")
  .concat(["1", "2", "3", "4", "5", "6"].map((name) => `flat/${name}.avi`));

/** Writes lines as "0 run/1.avi run/2.avi", with the label first. */
function listOf(...groups: readonly string[]): string {
  return groups.map((group) => {
    const [label, ...paths] = group.split(" ");
    return paths.map((path) => `${path}.avi ${label}\n`).join("");
  }).join("");
}

/** Lists and further files, and the class of each video by name, those of the test behind "|". */
interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** The order of the classes. */
  readonly classes: string;
  readonly train: string;
  readonly test: string;
  readonly note?: string;
}

const READ: Readonly<Record<string, Case>> = {
  "numbers that the folders name, in the order of the numbers": {
    files: {
      "train.txt": listOf("0 walk/1", "1 run/1"),
      "test.txt": listOf("1 run/2", "0 walk/2"),
    },
    classes: "walk run",
    train: "run/1=run walk/1=walk",
    test: "run/2=run walk/2=walk",
  },
  "numbers that count from 1 or have gaps, if the folders name them": {
    files: {
      "train.txt": listOf("1 walk/1", "7 run/1"),
      "test.txt": listOf("7 run/2"),
    },
    classes: "walk run",
    train: "run/1=run walk/1=walk",
    test: "run/2=run",
  },
  "numbers that the folders do not name": {
    files: { "train.txt": listOf("0 flat/1", "1 flat/2"), "test.txt": listOf("1 flat/3") },
    classes: "0 1",
    train: "flat/1=0 flat/2=1",
    test: "flat/3=1",
  },
  "numbers that count from 1": {
    files: { "train.txt": listOf("1 flat/1", "2 flat/2"), "test.txt": listOf("2 flat/3") },
    classes: "1 2",
    train: "flat/1=1 flat/2=2",
    test: "flat/3=2",
  },
  "numbers that do not go with the folders, with a note": {
    files: {
      "train.txt": listOf("0 run/1 walk/1", "1 walk/2"),
      "test.txt": listOf("1 run/2"),
    },
    classes: "0 1",
    train: "run/1=0 walk/1=0 walk/2=1",
    test: "run/2=1",
    note: "classes are called by their numbers: videos of the folder 'walk' have several, '0' on " +
      "line 2 and '1' on line 3",
  },
  "numbers as classInd.txt states them": {
    files: {
      "classInd.txt": "1 Walking\r\n2 Running\r\n",
      "train.txt": listOf("1 flat/1", "2 flat/2"),
      "test.txt": listOf("2 flat/3"),
    },
    classes: "Walking Running",
    train: "flat/1=Walking flat/2=Running",
    test: "flat/3=Running",
  },
  "numbers from 0 in the order of classInd.txt": {
    files: {
      "classInd.txt": "1 Walking\n2 Running\n",
      "train.txt": listOf("0 flat/1", "1 flat/2"),
      "test.txt": listOf("1 flat/3"),
    },
    classes: "Walking Running",
    train: "flat/1=Walking flat/2=Running",
    test: "flat/3=Running",
  },
  "numbers from 0 in the order of classes.txt": {
    files: {
      "classes.txt": "walk\nrun\njump\n",
      "train.txt": listOf("0 flat/1", "1 flat/2"),
      "test.txt": listOf("1 flat/3"),
    },
    classes: "walk run",
    train: "flat/1=walk flat/2=run",
    test: "flat/3=run",
    note: "1 of the 3 classes of 'FOLDER/classes.txt' without a training video",
  },
  "numbers from 1 in the order of classes.txt, as the folders show": {
    files: {
      "classes.txt": "Jump\nRun\nWalk\n",
      "train.txt": listOf("2 run/1", "1 jump/1"),
      "test.txt": listOf("2 run/2"),
    },
    classes: "Jump Run",
    train: "jump/1=Jump run/1=Run",
    test: "run/2=Run",
    note: "1 of the 3 classes of 'FOLDER/classes.txt' without a training video",
  },
  "names and numbers with a class list, whose names may be numbers": {
    files: {
      "classes.txt": '"2"\n"1"\n"run"\n',
      "train.txt": listOf("2 flat/1", "1 flat/2", "run flat/3"),
      "test.txt": listOf("1 flat/4"),
    },
    classes: "2 1 run",
    train: "flat/1=2 flat/2=1 flat/3=run",
    test: "flat/4=1",
  },
  "titles in a class list": {
    files: {
      "label_map.txt": "id,name\n0,running fast\n1,walking\n",
      "train.txt": listOf("0 flat/1", "1 flat/2"),
      "test.txt": listOf("1 flat/3"),
    },
    classes: "running fast|walking",
    train: "flat/1=running fast flat/2=walking",
    test: "flat/3=walking",
  },
  "names in training and numbers in the test, by the folders": {
    files: {
      "train.txt": listOf("Laufen run/1", "Gehen walk/1"),
      "test.txt": listOf("1 run/2", "0 walk/2"),
    },
    classes: "Gehen Laufen",
    train: "run/1=Laufen walk/1=Gehen",
    test: "run/2=Laufen walk/2=Gehen",
  },
  "names that the test writes otherwise": {
    files: {
      "train.txt": "run/1.avi Run_Fast\nwalk/1.avi caf\u00e9\n",
      "test.txt": "run/2.avi run fast\nwalk/2.avi cafe\u0301\n",
    },
    classes: "Run_Fast caf\u00e9",
    train: "run/1=Run_Fast walk/1=caf\u00e9",
    test: "run/2=Run_Fast walk/2=caf\u00e9",
  },
  "names that contradict the folders, with a note": {
    files: {
      "train.txt": listOf("run run/1 walk/1", "walk walk/2"),
      "test.txt": listOf("run run/2"),
    },
    classes: "run walk",
    train: "run/1=run walk/1=run walk/2=walk",
    test: "run/2=run",
    note: "1 video in the folder of another class: line 2 gives 'walk/1.avi' the label 'run' in " +
      "'FOLDER/train.txt'; used as listed",
  },
  "names, whatever files beside them name classes": {
    files: {
      "classes.txt": "cat\ncat\n",
      "label_map.txt": "dog\n",
      "train.txt": listOf("run run/1", "walk walk/1"),
      "test.txt": listOf("walk walk/2"),
    },
    classes: "run walk",
    train: "run/1=run walk/1=walk",
    test: "walk/2=walk",
  },
  "labels whose words are titles of columns": {
    files: {
      "train.txt": "flat/1.avi video class\nflat/2.avi clip label\n",
      "test.txt": '"flat/3.avi" "video class"\n',
    },
    classes: "clip label|video class",
    train: "flat/1=video class flat/2=clip label",
    test: "flat/3=video class",
  },
  "a table with parts": {
    files: {
      "train.txt": "path,label,subset\nrun/1.avi,run,Training\nwalk/1.avi,walk,\n" +
        "run/2.avi,run,validation\nwalk/2.avi,,unlabeled\n",
    },
    classes: "run walk",
    train: "run/1=run walk/1=walk walk/2=null",
    test: "run/2=run",
  },
};

for (const [what, expected] of Object.entries(READ)) {
  Deno.test(`readManifest() takes from lists ${what}`, () =>
    withFolder(async (folder) => {
      await makeFiles(folder, VIDEOS);
      await makeFiles(folder, expected.files);
      const testList = "test.txt" in expected.files ? join(folder, "test.txt") : undefined;
      const manifest = await readManifest(join(folder, "train.txt"), { testList });
      const { classes, train, test, notes } = manifest;
      const classOf = (videos: typeof train) =>
        videos.map(({ id, label }) =>
          `${id.slice(0, -".avi".length)}=${label === null ? null : classes[label]}`
        );
      const separator = expected.classes.includes("|") ? "|" : " ";
      assert.deepEqual(classes, expected.classes.split(separator));
      assert.equal(classOf(train).join(" "), expected.train);
      assert.equal(classOf(test).join(" "), expected.test);
      const note = expected.note?.replaceAll("FOLDER", folder);
      assert.deepEqual(notes, note === undefined ? [] : [note]);
    }));
}

const REMEDY = "use names throughout, or put a file classes.txt with lines 'NUMBER NAME' beside it";

/** Lists and further files, and why they are refused: the file and the problem. */
const REFUSED: Readonly<
  Record<string, { readonly files: Readonly<Record<string, string>>; readonly why: string }>
> = {
  "names and numbers in one list": {
    files: { "train.txt": listOf("0 run/1", "walk walk/1") },
    why: `train.txt: it mixes names and numbers: line 2 has 'walk', line 1 has '0'; ${REMEDY}`,
  },
  "names in one list and numbers in the other, in flat folders": {
    files: { "train.txt": listOf("run flat/1", "walk flat/2"), "test.txt": listOf("1 flat/3") },
    why:
      "test.txt: line 1 gives 'flat/3.avi' the label '1', but the other list has names, and no " +
      `folder says which is meant; ${REMEDY}`,
  },
  "numbers that mean other folders in the test": {
    files: {
      "train.txt": listOf("0 jump/1", "1 run/1", "2 walk/1"),
      "test.txt": listOf("1 jump/2", "2 run/2"),
    },
    why: "test.txt: line 1 gives 'jump/2.avi' the label '1', but most training videos of the " +
      "folder 'jump' have 0; use names if the folders are not the classes",
  },
  "a number that most videos of its folder do not have": {
    files: { "train.txt": listOf("0 run/1 run/2 walk/3", "1 walk/1 walk/2") },
    why:
      "train.txt: line 3 gives 'walk/3.avi' the label '0', but most training videos of the folder " +
      "'walk' have 1; use names if the folders are not the classes",
  },
  "a number for two classes": {
    files: {
      "train.txt": listOf("run run/1", "walk walk/1"),
      "test.txt": listOf("0 run/2 walk/2"),
    },
    why:
      "test.txt: line 2 gives 'walk/2.avi' the label '0', whose class is 'walk', but line 1 gives " +
      "that number to 'run/2.avi', whose class is 'run'",
  },
  "two numbers for a class": {
    files: {
      "train.txt": listOf("run run/1", "walk walk/1"),
      "test.txt": "run/2.avi 0\nwalk/2.avi 1\nrun/../run/1.avi 2\n",
    },
    why:
      "test.txt: line 3 gives 'run/1.avi' the label '2', but line 1 gives 'run/2.avi' of the same " +
      "class 'run' the label '0'",
  },
  "numbers with a gap that the folders do not name": {
    files: { "train.txt": listOf("0 flat/1", "2 flat/2") },
    why:
      "train.txt: its classes are numbers from 0 to 2, but 1 is not among them, and the folders do " +
      `not name them; ${REMEDY}`,
  },
  "numbers that begin late": {
    files: { "train.txt": listOf("3 flat/1", "4 flat/2") },
    why:
      "train.txt: its classes are numbers from 3 to 4, but 0 is not among them, and the folders do " +
      `not name them; ${REMEDY}`,
  },
  "a number that training does not have": {
    files: { "train.txt": listOf("1 flat/1", "2 flat/2"), "test.txt": listOf("0 flat/3") },
    why: "train.txt: unknown class '0', of 'flat/3.avi' for example: training has '1', '2'",
  },
  "a number below zero": {
    files: { "train.txt": listOf("0 run/1", "-1 walk/1") },
    why: "train.txt: label '-1' is not a class; leave out the label of a video that has none",
  },
  "a missing value for a label": {
    files: { "train.txt": "path,label\nrun/1.avi,run\nwalk/1.avi,walk\nflat/1.avi,NaN\n" },
    why: "train.txt: label 'NaN' is not a class; leave out the label of a video that has none",
  },
  "the label 'unlabeled'": {
    files: { "train.txt": listOf("run run/1", "walk walk/1", "Unlabeled flat/1") },
    why:
      "train.txt: label 'Unlabeled' is not a class; leave out the label of a video that has none",
  },
  "numbers that a class list without numbers leaves open": {
    files: { "classes.txt": "a\nb\nc\n", "train.txt": listOf("1 flat/1", "2 flat/2") },
    why: "train.txt: its numbers may count the classes of 'FOLDER/classes.txt' from 0 or from 1: " +
      "write the number before each name there",
  },
  "a number of the test beyond the class list": {
    files: {
      "classes.txt": "1 a\n2 b\n",
      "train.txt": listOf("1 flat/1", "2 flat/2"),
      "test.txt": listOf("0 flat/3"),
    },
    why: "test.txt: line 1 gives 'flat/3.avi' the label '0', which is not in the list of 2 classes",
  },
  "a number beyond the class list": {
    files: { "classes.txt": "0 a\n1 b\n", "train.txt": listOf("0 flat/1", "9 flat/2") },
    why:
      "train.txt: line 2 gives 'flat/2.avi' the label '9', which is not in the list of 2 classes",
  },
  "numbers whose class is that of another folder": {
    files: {
      "classes.txt": "0 run\n1 walk\n",
      "train.txt": listOf("0 run/1", "1 walk/1 run/2"),
    },
    why:
      "train.txt: line 3 gives 'run/2.avi' the label '1', which is 'walk' in the list of classes, " +
      "but the folder says 'run'",
  },
  "numbers whose class is that of another folder further up": {
    files: {
      "classes.txt": "0 deep\n1 walk\n",
      "train.txt": listOf("0 deep/v1/1", "1 walk/1"),
      "test.txt": listOf("1 deep/v2/2"),
    },
    why: "test.txt: line 1 gives 'deep/v2/2.avi' the label '1', which is 'walk' in the list of " +
      "classes, but the folder says 'deep'",
  },
  "class lists that differ": {
    files: {
      "classes.txt": "run\nwalk\n",
      "classInd.txt": "1 walk\n2 run\n",
      "train.txt": listOf("0 flat/1", "1 flat/2"),
    },
    why:
      "train.txt: 'FOLDER/classInd.txt', 'FOLDER/classes.txt' name different classes: leave one " +
      "of them",
  },
  "a class list with a class twice": {
    files: { "classes.txt": "run\nrun\n", "train.txt": listOf("0 flat/1", "1 flat/2") },
    why: "classes.txt: it names the class 'run' twice",
  },
  "names that are alike": {
    files: { "train.txt": listOf("Run run/1", "run run/2", "walk walk/1") },
    why:
      "train.txt: line 2 gives 'run/2.avi' the label 'run', but line 1 writes it 'Run': write one " +
      "class in one way",
  },
  "parts and a test list": {
    files: {
      "train.txt": "path,label,split\nrun/1.avi,run,train\nwalk/1.avi,walk,test\n",
      "test.txt": listOf("run run/2"),
    },
    why: "train.txt: it names test videos itself, so no test list can be given",
  },
  "a test list with training videos": {
    files: {
      "train.txt": listOf("run run/1", "walk walk/1"),
      "test.txt": "path,label,split\nrun/2.avi,run,test\nwalk/2.avi,walk,train\n",
    },
    why:
      "test.txt: line 3 says that 'walk/2.avi' is for training: give the list as --data, or a list " +
      "of the test videos only",
  },
};

for (const [what, { files, why }] of Object.entries(REFUSED)) {
  Deno.test(`readManifest() refuses in lists ${what}`, () =>
    withFolder(async (folder) => {
      await makeFiles(folder, VIDEOS);
      await makeFiles(folder, files);
      const testList = "test.txt" in files ? join(folder, "test.txt") : undefined;
      const [file = "", ...problem] = why.replaceAll("FOLDER", folder).split(": ");
      await assert.rejects(
        readManifest(join(folder, "train.txt"), { testList }),
        new ManifestError(join(folder, file), problem.join(": ")),
      );
    }));
}
