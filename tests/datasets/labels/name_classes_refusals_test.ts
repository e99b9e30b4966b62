import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError, readManifest } from "../../../datasets/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { makeFiles } from "../_manifests.ts";
import { listOf, VIDEOS } from "./_listed_classes.ts";

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
    why:
      "test.txt: line 1: class '0' is not among the training classes '1', '2'; do both lists count " +
      "classes from the same number?",
  },
  "a name that training does not have": {
    files: {
      "train.txt": listOf("fight flat/1", "normal flat/2"),
      "test.txt": listOf("normal flat/3", "fihgt flat/4"),
    },
    why:
      "test.txt: line 2: class 'fihgt' is not among the training classes 'fight', 'normal'; did " +
      "you mean fight?",
  },
  "a number below zero": {
    files: { "train.txt": listOf("0 run/1", "-1 walk/1") },
    why:
      "train.txt: line 2 has the label '-1', which is not a class; leave out the label of a video that has none",
  },
  "a missing value for a label": {
    files: { "train.txt": "path,label\nrun/1.avi,run\nwalk/1.avi,walk\nflat/1.avi,NaN\n" },
    why:
      "train.txt: line 4 has the label 'NaN', which is not a class; leave out the label of a video that has none",
  },
  "a missing value for a label, whatever file beside it has it without quotes": {
    files: { "classes.txt": "run\nwalk\nnan\n", "train.txt": listOf("run run/1", "nan walk/1") },
    why:
      "train.txt: line 2 has the label 'nan', which is not a class; leave out the label of a video that has none",
  },
  "the label 'unlabeled'": {
    files: { "train.txt": listOf("run run/1", "walk walk/1", "Unlabeled flat/1") },
    why:
      "train.txt: line 3 has the label 'Unlabeled', which is not a class; leave out the label of a video that has none",
  },
  "the error of a formula for a label": {
    files: { "train.txt": "path;label\nrun/1.avi;run\nwalk/1.avi;#REF!\n" },
    why:
      "train.txt: line 3 has the label '#REF!', which is the error of a formula; leave out the label of a video that has none",
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
