import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { lines, makeFiles } from "../_manifests.ts";

const HEADER = "label,youtube_id,time_start,time_end,split,is_cc\n";

const KINETICS_CSVS = {
  "annotations/train.csv": `${HEADER}abseiling,AAAAAAAAAAA,1,11,train,0\n` +
    '"air drumming",BBBBBBBBBBB,5,15,train,0\nabseiling,-CCCCCCCCC-,5,15,train,0\n',
  "annotations/val.csv": `${HEADER}abseiling,DDDDDDDDDDD,1,11,val,0\n` +
    '"air drumming",EEEEEEEEEEE,1,11,val,0\n',
};

const KINETICS_IDS = [
  "abseiling/-CCCCCCCCC-_000005_000015.mp4 0",
  "abseiling/AAAAAAAAAAA_000001_000011.mp4 0",
  "air_drumming/BBBBBBBBBBB_000005_000015.mp4 1",
];

testInFolder("readManifest() takes replacements of corrupted videos", async (folder) => {
  await makeFiles(folder, KINETICS_CSVS);
  await makeFiles(folder, {
    "train/AAAAAAAAAAA_000001_000011.mp4": "not a video",
    "train/BBBBBBBBBBB_000005_000015.mp4": "b",
    "train/-CCCCCCCCC-_000005_000015.mp4": "c",
    "val/DDDDDDDDDDD_000001_000011.mp4": "d",
    "val/EEEEEEEEEEE_000001_000011.mp4": "e",
    "replacement/replacement_for_corrupted_k400/AAAAAAAAAAA_000001_000011.mp4": "a",
  });
  const { train, test, missing } = await readManifest(folder);
  assert.deepEqual(lines(train), KINETICS_IDS);
  assert.equal(
    train[1]?.path,
    join(folder, "replacement/replacement_for_corrupted_k400/AAAAAAAAAAA_000001_000011.mp4"),
  );
  assert.deepEqual([test.length, missing.length], [2, 0]);
});

testInFolder("readManifest() finds videos by names that downloaders give them", async (folder) => {
  await makeFiles(folder, KINETICS_CSVS);
  await makeFiles(folder, {
    "train/AAAAAAAAAAA_000001_000011.mp4.webm": "a",
    "train/BBBBBBBBBBB_5_15.mkv": "b",
    "train/-CCCCCCCCC-_000005_000015.mp4.mkv": "c",
    "val/DDDDDDDDDDD_1_11.mp4.mkv": "d",
    "val/EEEEEEEEEEE_000001_000011.mp4": "e",
  });
  const { train, test } = await readManifest(folder);
  assert.deepEqual(lines(train), KINETICS_IDS);
  assert.equal(test.length, 2);
});

for (
  const [name, csvs] of Object.entries({
    "without a column for the split": {
      "k700_train.csv": "label,youtube_id,time_start,time_end\nrun,AAAAAAAAAAA,1,11\n" +
        "walk,BBBBBBBBBBB,5,15\n",
      "k700_val.csv": "label,youtube_id,time_start,time_end\nrun,DDDDDDDDDDD,1,11\n",
    },
    "with a test without labels": {
      "train.csv": `${HEADER}run,AAAAAAAAAAA,1,11,train,0\nwalk,BBBBBBBBBBB,5,15,train,0\n`,
      "validate.csv": `${HEADER}run,DDDDDDDDDDD,1,11,validate,0\n`,
      "test.csv": "youtube_id,time_start,time_end,split\nFFFFFFFFFFF,1,11,test\n",
    },
    "in quotes, with a byte order mark and other columns": {
      "kinetics.csv": '\uFEFF"Split","youtube_id","time_start","time_end","label","x"\r\n' +
        "train,AAAAAAAAAAA,1,11,run,\r\ntrain,BBBBBBBBBBB,5,15,walk,\r\n" +
        "val,DDDDDDDDDDD,1,11,run,\r\n",
    },
  })
) {
  testInFolder(`readManifest() reads annotations of Kinetics ${name}`, async (folder) => {
    await makeFiles(folder, csvs);
    await makeFiles(folder, [
      "train/AAAAAAAAAAA_000001_000011.mp4",
      "train/BBBBBBBBBBB_000005_000015.mp4",
      "val/DDDDDDDDDDD_000001_000011.mp4",
      "test/FFFFFFFFFFF_000001_000011.mp4",
    ]);
    const { classes, train, test } = await readManifest(folder);
    assert.deepEqual(classes, ["run", "walk"]);
    assert.deepEqual([train.length, test.length], [2, 1]);
  });
}

testInFolder("readManifest() says which row of annotations is wrong", async (folder) => {
  await makeFiles(folder, { "train.csv": `${HEADER}run,A,1,11,train,0\nwalk,B,soon,15,train,0\n` });
  await assert.rejects(
    readManifest(folder),
    /row 3 must have a youtube_id and seconds: it is 'walk,B,soon,15,train,0'$/,
  );
  await makeFiles(folder, { "train.csv": "label,youtube_id,time_start,time_end\nrun,A,1,11\n" });
  await Deno.rename(join(folder, "train.csv"), join(folder, "kinetics.csv"));
  await assert.rejects(readManifest(folder), /must have a column 'split', or be named after one/);
});

const HMDB_LISTS = {
  "run_test_split1.txt": "a_run.avi 1 \nb_run.avi 2 \n",
  "walk_test_split1.txt": "c_walk.avi 1 \nd_walk.avi 2 \n",
};

for (const above of ["", "test_train_splits/", "splits/test_train_splits/"]) {
  testInFolder(`readManifest() reads HMDB-51's lists in ${above}`, async (folder) => {
    const lists = Object.entries(HMDB_LISTS).map(([name, text]) =>
      [`${above}testTrainMulti_7030_splits/${name}`, text] as const
    );
    await makeFiles(folder, Object.fromEntries(lists));
    await makeFiles(folder, {
      "hmdb51_org/run.rar": "",
      "hmdb51_org/run/run/a_run.avi": "a",
      "hmdb51_org/run/run/b_run.avi": "b",
      "hmdb51_org/walk/walk/c_walk.avi": "c",
      "hmdb51_org/walk/walk/d_walk.avi": "d",
    });
    const { train, test } = await readManifest(folder);
    assert.deepEqual(lines(train), ["run/a_run.avi 0", "walk/c_walk.avi 1"]);
    assert.deepEqual(lines(test), ["run/b_run.avi 0", "walk/d_walk.avi 1"]);
  });
}

const UCF_LISTS = {
  "ucfTrainTestlist/classInd.txt": "1 Archery\r\n2 Bowling\r\n3 Diving\r\n",
  "ucfTrainTestlist/trainlist01.txt": "Archery/v_Archery_g08_c01.avi 1\r\n" +
    "Bowling/v_Bowling_g08_c01.avi 2\r\nDiving/v_Diving_g08_c01.avi 3\r\n",
  "ucfTrainTestlist/testlist01.txt": "Archery/v_Archery_g01_c01.avi\r\n" +
    "Bowling/v_Bowling_g01_c01.avi\r\nDiving/v_Diving_g01_c01.avi\r\n",
};

testInFolder("readManifest() reads some classes of full lists if asked", async (folder) => {
  await makeFiles(folder, UCF_LISTS);
  await makeFiles(folder, {
    "UCF-101/Archery/v_Archery_g08_c01.avi": "a",
    "UCF-101/Archery/v_Archery_g01_c01.avi": "b",
    "UCF-101/Diving/v_Diving_g08_c01.avi": "c",
    "UCF-101/Diving/v_Diving_g01_c01.avi": "d",
  });
  await assert.rejects(
    readManifest(folder),
    /: no video of 1 of the 3 listed classes has a file: 'presentClassesOnly' .*: 'Bowling'$/,
  );
  const { classes, train, test, notes } = await readManifest(folder, { presentClassesOnly: true });
  assert.deepEqual(classes, ["Archery", "Diving"]);
  assert.deepEqual(train.map(({ label }) => label), [0, 1]);
  assert.deepEqual(test.map(({ label }) => label), [0, 1]);
  assert.deepEqual(notes, ["left out 1 of the 3 listed classes, which have no file"]);
});

testInFolder("readManifest() refuses the lists of several data sets", async (folder) => {
  await makeFiles(folder, UCF_LISTS);
  await makeFiles(folder, { "hmdb/lists/run_test_split1.txt": "a_run.avi 1\n" });
  await assert.rejects(readManifest(folder), (error) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /it holds lists of UCF-101 and HMDB-51 in /);
    return true;
  });
  await Deno.remove(join(folder, "hmdb"), { recursive: true });
  await Deno.mkdir(join(folder, "copy"));
  for (const name of ["classInd.txt", "testlist01.txt"]) {
    await Deno.copyFile(join(folder, "ucfTrainTestlist", name), join(folder, "copy", name));
  }
  await assert.rejects(readManifest(folder), /it holds lists of UCF-101 in '.*copy', '.*list'/);
});
