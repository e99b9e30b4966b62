import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { probeVideo, readManifest } from "../../../datasets/mod.ts";
import { encodeFormula, ffmpegUnderTest, testInFolder } from "../_fixtures.ts";

/** Writes text files, making their folders. */
async function writeTexts(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await Deno.writeTextFile(join(folder, name), text);
  }
}

/** Encodes real videos, each of another length, as copies across train and test are refused. */
async function encodeVideos(folder: string, names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await encodeFormula(join(folder, name), { frames: 3 + index, framesPerSecond: 25 });
  }
}

/** "id label" of each video. */
const lines = (videos: readonly { id: string; label: number | null }[]) =>
  videos.map(({ id, label }) => `${id} ${label}`);

const UCF_VIDEOS = [
  "ApplyEyeMakeup/v_ApplyEyeMakeup_g01_c01.avi",
  "ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi",
  "Archery/v_Archery_g01_c01.avi",
  "Archery/v_Archery_g08_c02.avi",
] as const;

const UCF_LISTS = {
  // As in the archive: line ends of Windows, and no last one.
  "ucfTrainTestlist/classInd.txt": "1 ApplyEyeMakeup\r\n2 Archery\r\n",
  "ucfTrainTestlist/trainlist01.txt": `${UCF_VIDEOS[1]} 1\r\n${UCF_VIDEOS[3]} 2`,
  "ucfTrainTestlist/testlist01.txt": `${UCF_VIDEOS[0]}\r\n${UCF_VIDEOS[2]}\r\n`,
  "ucfTrainTestlist/trainlist02.txt": "not/read.avi 1\n",
};

testInFolder("readManifest() reads UCF-101 as its archives unpack", async (folder) => {
  await encodeVideos(folder, UCF_VIDEOS.map((name) => `UCF-101/${name}`));
  await writeTexts(folder, UCF_LISTS);
  const { classes, train, test, missing } = await readManifest(folder);
  assert.deepEqual(classes, ["ApplyEyeMakeup", "Archery"]);
  assert.deepEqual(lines(train), [`${UCF_VIDEOS[1]} 0`, `${UCF_VIDEOS[3]} 1`]);
  assert.deepEqual(lines(test), [`${UCF_VIDEOS[0]} 0`, `${UCF_VIDEOS[2]} 1`]);
  assert.deepEqual(missing, []);
  // The fourth video made is the one of six frames.
  const { durationSec } = await probeVideo(train[1]?.path ?? "", await ffmpegUnderTest());
  assert.equal(durationSec, 6 / 25);

  await writeTexts(folder, { "ucfTrainTestlist/trainlist01.txt": `${UCF_VIDEOS[1]} 3\n` });
  await assert.rejects(
    readManifest(folder),
    /trainlist01\.txt': the class '3' of 'Apply.*' is none of the 2 in classInd\.txt$/,
  );
  await writeTexts(folder, { "ucfTrainTestlist/classInd.txt": "0 ApplyEyeMakeup\n" });
  await assert.rejects(readManifest(folder), /classInd\.txt': line 1 must be '1 CLASS'$/);
});

testInFolder("readManifest() refuses official lists whose videos are not there", async (folder) => {
  await writeTexts(folder, { ...UCF_LISTS, [`UCF-101/${UCF_VIDEOS[1]}`]: "" });
  await assert.rejects(
    readManifest(folder),
    /: 1 of the 2 training videos of the official split 1 has no file, and at most 5 % may be /,
  );
});

testInFolder("readManifest() reads HMDB-51 as its archives unpack", async (folder) => {
  const videos = ["run", "wave"].flatMap((name) =>
    ["a_#1", "b(2)", "c"].map((title) => `${name}/${title}_${name}_f_cm_np1_fr_med_0.avi`)
  );
  await encodeVideos(folder, videos);
  const file = (index: number) => videos[index]?.split("/")[1] ?? "";
  await writeTexts(folder, {
    "testTrainMulti_7030_splits/run_test_split1.txt": `${file(0)} 1 \n${file(1)} 2 \n${
      file(2)
    } 0 \n`,
    "testTrainMulti_7030_splits/wave_test_split1.txt": `${file(3)} 2 \n${file(4)} 1 \n`,
    "testTrainMulti_7030_splits/wave_test_split2.txt": `${file(3)} 1 \n`,
  });
  const { classes, train, test, notes } = await readManifest(folder);
  assert.deepEqual(classes, ["run", "wave"]);
  assert.deepEqual(lines(train), [`${videos[0]} 0`, `${videos[4]} 1`]);
  assert.deepEqual(lines(test), [`${videos[1]} 0`, `${videos[3]} 1`]);
  assert.deepEqual(notes, ["left 1 video unused that official split 1 leaves out"]);

  await writeTexts(folder, {
    "testTrainMulti_7030_splits/run_test_split1.txt": `${file(0)} 3 \n`,
  });
  await assert.rejects(
    readManifest(folder),
    /must be followed by 0, 1 or 2: current value is 3$/,
  );
});

const HEADER = "label,youtube_id,time_start,time_end,split\n";

const KINETICS = {
  "annotations/train.csv":
    `${HEADER}"shooting goal (soccer)",--a_000001_x,1,11,train\nabseiling,-bCDE,120,130,train\n` +
    "abseiling,gone_1,7,17,train\n",
  "annotations/val.csv":
    `${HEADER}abseiling,c_d-e,0,10,validate\n"shooting goal (soccer)",fgh,1000,1010,validate\n`,
  "annotations/test.csv": `${HEADER}abseiling,unused,0,10,test\n`,
};

const KINETICS_FILES = [
  "train/shooting goal (soccer)/--a_000001_x_000001_000011.mkv",
  "train/abseiling/-bCDE_000120_000130.mkv",
  "val/abseiling/c_d-e_000000_000010.mkv",
  "val/shooting goal (soccer)/fgh_001000_001010.mkv",
];

for (const layout of ["in class folders", "flat"]) {
  testInFolder(`readManifest() reads Kinetics by its annotations, ${layout}`, async (folder) => {
    const names = layout === "flat"
      ? KINETICS_FILES.map((name) => `videos/${name.split("/").at(-1)}`)
      : KINETICS_FILES;
    await encodeVideos(folder, names);
    await writeTexts(folder, KINETICS);
    const { classes, train, test, missing, notes } = await readManifest(folder, {
      missingShare: 0.4,
    });
    assert.deepEqual(classes, ["abseiling", "shooting_goal_(soccer)"]);
    assert.deepEqual(lines(train), [
      "abseiling/-bCDE_000120_000130.mp4 0",
      "shooting_goal_(soccer)/--a_000001_x_000001_000011.mp4 1",
    ]);
    assert.deepEqual(
      test.map(({ path }) => path),
      [names[2], names[3]].map((name) => join(folder, name ?? "")),
    );
    assert.deepEqual(missing, ["abseiling/gone_1_000007_000017.mp4"]);
    assert.deepEqual(notes, [
      "left 1 video of the split 'test' unused",
      "1 listed video without a file: 'abseiling/gone_1_000007_000017.mp4'",
    ]);
    await assert.rejects(
      readManifest(folder),
      /: 1 of the 3 training videos of the annotations has no file, and at most 5 % may be missing/,
    );
  });
}

testInFolder("readManifest() says what is wrong with annotations", async (folder) => {
  await writeTexts(folder, { "k.csv": `${HEADER}a,b,0,10,dev\n`, "a/1.mp4": "" });
  await assert.rejects(
    readManifest(folder),
    /'split' must hold train, validate or test: it has 'dev'$/,
  );
  await writeTexts(folder, { "k.csv": `${HEADER}a,b,0,10,train\n` });
  await assert.rejects(readManifest(folder), /its annotations name no validation video$/);
});
