import assert from "node:assert/strict";
import { join } from "node:path";
import { readMatroskaOrientation } from "../../../datasets/ffmpeg/_matroska_orientation.ts";
import { probeVideo } from "../../../datasets/ffmpeg/probe_video.ts";
import { encodeFormula, ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { encodeElement, type Projection, withProjection } from "../_matroska.ts";

/** Turns in a header, and how ffmpeg 5.1 and 9.0 show them: clockwise, and "m" for mirrored. */
const SHOWN: readonly [Projection, string][] = [
  [{}, "0"],
  [{ roll: 90 }, "270"],
  [{ roll: -90 }, "90"],
  [{ roll: 180 }, "180"],
  [{ roll: -180 }, "180"],
  [{ roll: 270 }, "90"],
  [{ yaw: 180 }, "0m"],
  [{ yaw: -180 }, "0m"],
  [{ yaw: 180, roll: 90 }, "90m"],
  [{ yaw: 180, roll: -90 }, "270m"],
  [{ yaw: 180, roll: 180 }, "180m"],
  // Turns of other kinds, and panoramas, are shown as they are stored.
  [{ roll: 5 }, "0"],
  [{ yaw: 90, roll: 90 }, "0"],
  [{ pitch: 10, roll: 90 }, "0"],
  [{ type: 1, roll: 90 }, "0"],
];

testInFolder("probeVideo() reads turns in the header of Matroska", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 2, framesPerSecond: 10 });
  const stored = await Deno.readFile(path);
  for (const [projection, expected] of SHOWN) {
    await Deno.writeFile(path, withProjection(stored, projection));
    const probe = await probeVideo(path, await ffmpegUnderTest());
    const found = `${probe.rotation}${probe.mirrored ? "m" : ""}`;
    assert.deepEqual([found, probe.problems], [expected, []], JSON.stringify(projection));
    const isOnSide = probe.rotation % 180 === 90;
    assert.equal(probe.displayWidth, isOnSide ? 24 : 32, JSON.stringify(projection));
  }
});

testInFolder(
  "readMatroskaOrientation() returns null for headers it cannot read",
  async (folder) => {
    const path = join(folder, "a.mkv");
    const video = encodeElement(0xae, encodeElement(0x83, new Uint8Array([1])));
    const headers: Readonly<Record<string, Uint8Array>> = {
      "nothing": new Uint8Array(0),
      "another format": new TextEncoder().encode("RIFF"),
      "no tracks": encodeElement(0x18538067, new Uint8Array(0)),
      "no video track": encodeElement(0x18538067, encodeElement(0x1654ae6b, new Uint8Array(0))),
      "tracks cut short": encodeElement(0x18538067, encodeElement(0x1654ae6b, video)).slice(0, -1),
      "not a list of elements": encodeElement(0x1654ae6b, new Uint8Array([0, 0])),
    };
    for (const [name, header] of Object.entries(headers)) {
      await Deno.writeFile(path, header);
      assert.equal(await readMatroskaOrientation(path), null, name);
    }
    await Deno.writeFile(path, encodeElement(0x18538067, encodeElement(0x1654ae6b, video)));
    assert.deepEqual(await readMatroskaOrientation(path), { rotation: 0, mirrored: false });
  },
);
