import assert from "node:assert/strict";
import { probeVideo, readManifest } from "../../../datasets/mod.ts";
import { encodeVideos, ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { lines, makeFiles } from "../_manifests.ts";

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
  await makeFiles(folder, UCF_LISTS);
  const { classes, train, test, missing } = await readManifest(folder);
  assert.deepEqual(classes, ["ApplyEyeMakeup", "Archery"]);
  assert.deepEqual(lines(train), [`${UCF_VIDEOS[1]} 0`, `${UCF_VIDEOS[3]} 1`]);
  assert.deepEqual(lines(test), [`${UCF_VIDEOS[0]} 0`, `${UCF_VIDEOS[2]} 1`]);
  assert.deepEqual(missing, []);
  // The fourth video made is the one of six frames.
  const { durationSec } = await probeVideo(train[1]?.path ?? "", await ffmpegUnderTest());
  assert.equal(durationSec, 6 / 25);

  await makeFiles(folder, { "ucfTrainTestlist/trainlist01.txt": `${UCF_VIDEOS[1]} 3\n` });
  await assert.rejects(
    readManifest(folder),
    /trainlist01\.txt': the class '3' of 'Apply.*' is none of the 2 in classInd\.txt$/,
  );
  await makeFiles(folder, { "ucfTrainTestlist/trainlist01.txt": `${UCF_VIDEOS[1]} 2\n` });
  await assert.rejects(
    readManifest(folder),
    /trainlist01\.txt': the class of 'Apply.*' has the number 2, which is 'Archery' in classInd\.txt, but the folder says 'ApplyEyeMakeup'$/,
  );
  await makeFiles(folder, { "ucfTrainTestlist/classInd.txt": "0 ApplyEyeMakeup\n" });
  await assert.rejects(readManifest(folder), /classInd\.txt': line 1 must be '1 CLASS'$/);
});

testInFolder(
  "classInd.txt without the lists does not make an archive of UCF-101",
  async (folder) => {
    await makeFiles(folder, UCF_VIDEOS);
    await makeFiles(folder, { "classInd.txt": "1 Archery\n2 ApplyEyeMakeup\n" });
    const { classes, testSource } = await readManifest(folder);
    assert.deepEqual([...classes, testSource], ["ApplyEyeMakeup", "Archery", "held out"]);
  },
);

testInFolder("readManifest() refuses official lists whose videos are not there", async (folder) => {
  const present = [UCF_VIDEOS[0], UCF_VIDEOS[2], UCF_VIDEOS[3]].map((name) => `UCF-101/${name}`);
  await makeFiles(folder, UCF_LISTS);
  await makeFiles(folder, present);
  await assert.rejects(
    readManifest(folder),
    /: 1 of the 2 training videos of the official split 1 has no file, and at most 5 % may be /,
  );
});
