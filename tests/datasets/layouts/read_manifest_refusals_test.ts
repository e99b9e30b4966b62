import { join } from "node:path";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, makeFiles } from "../_manifests.ts";

testInFolder("readManifest() says in one line what is wrong", async (folder) => {
  await assertFails(join(folder, "nowhere"), "it does not exist");
  await assertFails(folder, "it must hold one folder of videos for each class, or a list");
  await makeFiles(folder, ["data/a/1.mp4", "data/b/x.txt", "data/c/x.txt"]);
  const data = join(folder, "data");
  await assertFails(
    data,
    "no video in the class folder 'b', 'c': remove what is not a class, or name the videos in an " +
      "index.csv",
  );
  await assertFails(join(data, "a/1.mp4"), "it must be a folder or a list, not a single video");
  await makeFiles(folder, ["data.zip"]);
  await assertFails(
    join(folder, "data.zip"),
    "it must be a folder or a list: unpack the archive first",
  );
  await makeFiles(folder, ["data.XLSX"]);
  await assertFails(
    join(folder, "data.XLSX"),
    "it must be a folder or a list: save the spreadsheet as CSV first",
  );
  await makeFiles(folder, ["data/b/1.mp4", "data/c/1.mp4", "data/c/2.mp4"]);
  await assertFails(
    data,
    "classes 'a', 'b' have too few to hold any back for the test (each needs two videos, of " +
      "different sources): give a test list",
  );
  await makeFiles(folder, {
    "blank.txt": "# nothing\n\n",
    "missing.txt": [1, 2, 3, 4, 5].map((n) => `data/a/${n}.mp4 a\n`).join(""),
    "twice.txt": "data/a/1.mp4 a\ndata/a/1.mp4 b\n",
    "none.txt": "data/a/1.mp4\n",
    "train.txt": "data/a/1.mp4 a\ndata/b/1.mp4 b\n",
    "unknown.txt": "data/c/1.mp4 cc\n",
    "overlap.txt": "data/a/1.mp4 a\n",
    "unlabeled.txt": "data/c/1.mp4\n",
    "header/index.csv": "path,film\n",
    "split/index.csv": "path,class,split\n../data/a/1.mp4,a,dove\n",
  });
  const list = (name: string) => join(folder, name);
  await assertFails(list("blank.txt"), "it names no video");
  await assertFails(
    list("missing.txt"),
    "4 of the 5 videos have no file, and at most 5 % may be missing (missingShare): " +
      "'data/a/2.mp4', 'data/a/3.mp4', 'data/a/4.mp4' and 1 more; line 2 was read as the path " +
      "'data/a/2.mp4' with the label 'a', and looked for as " + `'${join(data, "a/2.mp4")}'`,
  );
  await assertFails(
    list("twice.txt"),
    "lines 1 and 2 name 'data/a/1.mp4', with the label 'a' and with the label 'b': leave one of them",
  );
  await assertFails(list("none.txt"), "no training video is labeled");
  const withTest = (name: string) => ({ testList: list(name) });
  await assertFails(
    list("train.txt"),
    "line 1: class 'cc' is not among the training classes 'a', 'b'",
    withTest("unknown.txt"),
  );
  await assertFails(
    list("train.txt"),
    "training and test share 1 video, 'data/a/1.mp4' for example",
    withTest("overlap.txt"),
  );
  await assertFails(
    list("train.txt"),
    "1 test video without a label, 'data/c/1.mp4' for example",
    withTest("unlabeled.txt"),
  );
  await assertFails(list("train.txt"), "the file does not exist", withTest("nowhere.txt"));
  await assertFails(
    list("header"),
    "its first line must name the columns 'path' and 'class': it is 'path,film'",
  );
  await assertFails(
    list("split"),
    "line 2 has 'dove' as split: it must be train, test, val or unlabeled",
  );
});
