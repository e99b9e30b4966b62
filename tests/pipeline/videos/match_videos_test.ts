import assert from "node:assert/strict";
import type { VideoEntry } from "../../../datasets/mod.ts";
import type { KeptVideo } from "../../../pipeline/run/kept_videos.ts";
import { matchVideos } from "../../../pipeline/videos/match_videos.ts";
import { collectNotes } from "../evaluation/_kept_run.ts";

Deno.test("matchVideos() takes no cut that the division leaves out for a new video", async () => {
  const entry = (id: string, label: number | null): VideoEntry => ({ id, path: `/${id}`, label });
  const videos = [
    entry("a/v_Run_g01_c01.mp4", 0),
    entry("more/v_Run_g01_c02.mp4", null),
    entry("more/v_Run_g02_c01.mp4", null),
    entry("a/v_Run_g01_c03.mp4", 0),
    entry("more/1.mp4", null),
    entry("a/v_Run_g03_c01.mp4", 0),
    entry("a/v_Run_g03_c02.mp4", 0),
    entry("more/v_Run_g03_c03.mp4", null),
  ];
  const heldOut = { label: 0, fingerprint: null, originalBytes: null };
  const kept: KeptVideo[] = [
    { part: "test", id: "a/v_Run_g01_c01.mp4", ...heldOut },
    { part: "validation", id: "a/v_Run_g03_c01.mp4", ...heldOut },
  ];
  const { added } = await matchVideos(kept, videos, { source: "/", ...collectNotes() });
  assert.deepEqual(added.map(({ id }) => id), [
    "more/v_Run_g02_c01.mp4",
    "a/v_Run_g01_c03.mp4",
    "more/1.mp4",
  ]);
});
