import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { clipsSeen } from "../../../pipeline/methods/clips_seen.ts";
import type { Method } from "../../../pipeline/methods/method.ts";

type Seen = Pick<Method, "dual" | "clips" | "optionalClips">;

const { config } = await loadConfig("motion_small", [
  { path: "clip.others", value: { fine: { frames: 2, stride: 1 } } },
]);

Deno.test.each<[string, Seen, string[]]>([
  ["of one network: not the auxiliary one", { dual: false }, ["primary", "fine"]],
  ["of two networks", { dual: true }, ["primary", "fine", "auxiliary"]],
  [
    "of one network that asks for it",
    { dual: false, clips: { auxiliary: "rgb" } },
    ["primary", "fine", "auxiliary"],
  ],
  [
    "of one network that may look at it",
    { dual: false, optionalClips: { auxiliary: "rgb" } },
    ["primary", "fine", "auxiliary"],
  ],
])("clipsSeen() returns the clips %s", (_, method, names) => {
  assert.deepEqual(Object.keys(clipsSeen(config, method)), names);
});
