import assert from "node:assert/strict";
import { readManifest } from "../../../datasets/mod.ts";
import { encodeVideos, testInFolder } from "../_fixtures.ts";
import { lines, makeFiles } from "../_manifests.ts";

testInFolder("readManifest() reads HMDB-51 as its archives unpack", async (folder) => {
  const videos = ["run", "wave"].flatMap((name) =>
    ["a_#1", "b(2)", "c"].map((title) => `${name}/${title}_${name}_f_cm_np1_fr_med_0.avi`)
  );
  await encodeVideos(folder, videos);
  const file = (index: number) => videos[index]?.split("/")[1] ?? "";
  await makeFiles(folder, {
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

  await makeFiles(folder, {
    "testTrainMulti_7030_splits/run_test_split1.txt": `${file(0)} 3 \n`,
  });
  await assert.rejects(
    readManifest(folder),
    /must be followed by 0, 1 or 2: current value is 3$/,
  );
});
