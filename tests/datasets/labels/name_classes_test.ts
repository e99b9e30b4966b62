import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { makeFiles } from "../_manifests.ts";
import { listOf, VIDEOS } from "./_listed_classes.ts";

/** Lists and further files, and the class of each video by name, those of the test behind "|". */
interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** The order of the classes. */
  readonly classes: string;
  readonly train: string;
  readonly test: string;
  readonly note?: string;
  /** The lowest and highest number by which classes are called. */
  readonly numbers?: readonly [number, number];
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
    numbers: [0, 1],
    note:
      "no test video has the class '0', but each other class has one: make sure that both lists " +
      "count the classes from the same number",
  },
  "numbers that count from 1": {
    files: {
      "train.txt": listOf("1 flat/1", "2 flat/2"),
      "test.txt": listOf("2 flat/3", "1 flat/4"),
    },
    classes: "1 2",
    train: "flat/1=1 flat/2=2",
    test: "flat/3=2 flat/4=1",
    numbers: [1, 2],
  },
  "numbers that do not go with the folders, with a note": {
    files: {
      "train.txt": listOf("0 run/1 walk/1", "1 walk/2"),
      "test.txt": listOf("0 run/2"),
    },
    classes: "0 1",
    train: "run/1=0 walk/1=0 walk/2=1",
    test: "run/2=0",
    numbers: [0, 1],
    note: "videos of the folder 'walk' have several numbers, '0' on line 2 and '1' on line 3",
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
  "what is otherwise no label, if a file has it in quotes as a class": {
    files: {
      "classes.txt": '"null"\n"walk"\n',
      "train.txt": listOf("null run/1", "walk walk/1"),
      "test.txt": listOf("null run/2"),
    },
    classes: "null walk",
    train: "run/1=null walk/1=walk",
    test: "run/2=null",
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
      const numbers = expected.numbers?.join(" to ");
      const aboutNumbers = `classes are called by their numbers, ${numbers}; a file classes.txt ` +
        "beside the list, with one name a line, names them";
      assert.deepEqual(notes, [
        ...numbers === undefined ? [] : [aboutNumbers],
        ...note === undefined ? [] : [note],
      ]);
    }));
}
