import assert from "node:assert/strict";
import { join } from "node:path";
import { findStoredFlow } from "../../../datasets/mod.ts";
import { type FlowLabel, writeFlowLabel } from "../../../datasets/frames/_flow_label.ts";
import { fileFingerprint } from "../../../datasets/file_fingerprint.ts";
import { testInFolder } from "../_fixtures.ts";

/** A file beside which there is flow; the contents do not matter. */
async function makeFlow(folder: string, label: Partial<FlowLabel> = {}) {
  const video = join(folder, "a.mp4");
  const flow = join(folder, "a.flow");
  await Deno.writeTextFile(video, "a video");
  await Deno.writeFile(flow, new Uint8Array(70_000).map((_, index) => index));
  const fingerprint = await fileFingerprint(video) ?? "";
  const usual = { algorithm: "a 1/2", video: fingerprint, width: 8, height: 6 };
  await writeFlowLabel(flow, { ...usual, ...label });
  return { video, flow };
}

testInFolder("findStoredFlow() finds the flow beside a video", async (folder) => {
  const { video, flow } = await makeFlow(folder);
  const found = await findStoredFlow(video);
  assert.deepEqual(found, { path: flow, algorithm: "a 1/2", width: 8, height: 6 });
  for (const other of ["b.mp4", "a.avi", "a.flow"]) {
    assert.equal(await findStoredFlow(join(folder, other)), null);
  }
});

testInFolder(
  "findStoredFlow() refuses what is damaged, cut short, or of another video",
  async (folder) => {
    const { video, flow } = await makeFlow(folder);
    const whole = await Deno.readFile(flow);
    const changed = (position: number) =>
      whole.map((byte, index) => index === position ? byte ^ 1 : byte);
    const damaged = [
      new Uint8Array(0),
      whole.subarray(0, 300),
      whole.subarray(0, -1),
      whole.subarray(0, -512),
      whole.subarray(1),
      changed(0),
      changed(40_000),
      // In the label: its head, its first byte, and a digit of the checksum.
      changed(70_004),
      changed(70_008),
      changed(whole.lastIndexOf("}".charCodeAt(0)) - 5),
    ];
    for (const [index, bytes] of damaged.entries()) {
      await Deno.writeFile(flow, bytes);
      await assert.rejects(findStoredFlow(video), {
        name: "DecodeError",
        message: `Cannot decode '${flow}': it is damaged or cut short`,
      }, `${index}`);
    }
    await Deno.writeFile(flow, whole);
    await Deno.writeTextFile(video, "other video");
    await assert.rejects(findStoredFlow(video), {
      name: "DecodeError",
      message: `Cannot decode '${flow}': it is the flow of another video than '${video}'`,
    });
  },
);

testInFolder("writeFlowLabel() refuses a name that does not fit", async (folder) => {
  await assert.rejects(makeFlow(folder, { algorithm: "x".repeat(500) }), {
    name: "RangeError",
    message:
      /^Cannot label a flow as the name of its algorithm must be short: current value is x+$/,
  });
});
