import assert from "node:assert/strict";
import { join } from "node:path";
import {
  DecodeError,
  decodeWindow,
  FrameCache,
  type FrameCacheOptions,
  probeVideo,
} from "../../../datasets/mod.ts";
import { type Misbehavior, timesMisbehaved, writeFakeFfmpeg } from "../ffmpeg/_fake_ffmpeg.ts";
import { assertNoChildLeft, encodeFormula, testInFolder } from "../_fixtures.ts";

const GRID = { framesPerSecond: 10, size: { width: 32, height: 24 } };
const WINDOW = { ...GRID, startSec: 0.2, durationSec: 0.5, silenceSec: 0.5 };
const FRAME_BYTES = 32 * 24 * 3;

async function makeVideo(folder: string): Promise<string> {
  return await encodeFormula(join(folder, "a.mkv"), { frames: 12, framesPerSecond: 10 });
}

/** What ffmpeg does at a video, and why that video then counts as broken. */
const BROKEN: readonly (Misbehavior & { readonly reason: string })[] = [
  { at: "probe", does: "sleep 1000", reason: "ffmpeg was silent for 0.5 s" },
  { at: "decode", does: "sleep 1000", reason: "ffmpeg was silent for 0.5 s" },
  {
    at: "decode",
    does: `"$FFMPEG" "$@" | head -c ${2 * FRAME_BYTES}; sleep 1000`,
    reason: "ffmpeg was silent for 0.5 s",
  },
  { at: "decode", does: '"$FFMPEG" "$@"; sleep 1000', reason: "ffmpeg was silent for 0.5 s" },
  {
    at: "decode",
    does: "while :; do printf xxx; sleep 0.1; done",
    reason: "ffmpeg gave only \\d+ bytes in 0.5 s",
  },
  { at: "decode", does: "yes complaint >&2", reason: "ffmpeg was silent for 0.5 s" },
  {
    at: "decode",
    does: '"$FFMPEG" "$@"; yes frames',
    reason: "ffmpeg gave more than the 5 frames it was to give",
  },
  {
    at: "probe",
    does: "yes packets",
    reason: "ffmpeg wrote something other than a list of packets",
  },
  { at: "probe", does: "kill -SEGV $$", reason: "ffmpeg crashed 3 times \\(SIGSEGV\\)" },
  { at: "decode", does: "kill -ABRT $$", reason: "ffmpeg crashed 3 times \\(SIGABRT\\)" },
  {
    at: "decode",
    does: `"$FFMPEG" "$@" | head -c ${2 * FRAME_BYTES}; kill -SEGV $$`,
    reason: "ffmpeg crashed 3 times \\(SIGSEGV\\)",
  },
];

for (const { reason, ...misbehavior } of BROKEN) {
  const { at, does } = misbehavior;
  testInFolder(`decodeWindow() is over if ffmpeg does '${does}' at ${at}`, async (folder) => {
    const path = await makeVideo(folder);
    const ffmpegPath = await writeFakeFfmpeg(folder, misbehavior);
    await assert.rejects(decodeWindow(path, { ...WINDOW, ffmpegPath }), (error) => {
      assert.ok(error instanceof DecodeError);
      assert.match(error.reason, new RegExp(`^${reason}$`));
      return true;
    });
    assertNoChildLeft();
  });
}

testInFolder("decodeWindow() gives each frame the whole limit of silence", async (folder) => {
  const path = await makeVideo(folder);
  const slowly = `for frame in 1 2 3 4 5; do head -c ${FRAME_BYTES}; sleep 0.5; done`;
  const does = `"$FFMPEG" "$@" | ${slowly}; exit 0`;
  const ffmpegPath = await writeFakeFfmpeg(folder, { at: "decode", does, times: 1 });
  const options = { ...WINDOW, silenceSec: 1.5, ffmpegPath };
  const slow = await decodeWindow(path, options);
  assert.equal(await timesMisbehaved(ffmpegPath), 1);
  assert.deepEqual(slow, await decodeWindow(path, options));
});

const KILLED = {
  does: "kill -KILL $$",
  says: /^Error: Cannot decode '.*a\.mkv' as ffmpeg must not be stopped: .*SIGKILL.* memory/,
};

/** How ffmpeg is stopped, and what is then said, not of the video. */
const STOPPED = [
  KILLED,
  { does: "exit 137", says: KILLED.says },
  { does: `"$FFMPEG" "$@" | head -c ${2 * FRAME_BYTES}; kill -KILL $$`, says: KILLED.says },
  { does: "kill -TERM $$", says: /must not be stopped: a signal stopped it 3 times \(SIGTERM\)/ },
  { does: "kill -XCPU $$", says: /must not be stopped: .*\(SIGXCPU\)/ },
  { does: "kill -BUS $$", says: /must not be stopped: .*\(SIGBUS\)/ },
  { does: "exit 255", says: /must not be stopped: .*\(SIGINT, SIGTERM or SIGXCPU\)/ },
] as const;

for (const at of ["probe", "decode"] as const) {
  for (const { does, says } of STOPPED) {
    testInFolder(`decodeWindow() blames no video for '${does}' at ${at}`, async (folder) => {
      const path = await makeVideo(folder);
      const ffmpegPath = await writeFakeFfmpeg(folder, { at, does });
      await assert.rejects(decodeWindow(path, { ...WINDOW, ffmpegPath }), says);
      assert.equal(await timesMisbehaved(ffmpegPath), 3);
      assertNoChildLeft();
    });

    testInFolder(`decodeWindow() is the same after '${does}' twice at ${at}`, async (folder) => {
      const path = await makeVideo(folder);
      const ffmpegPath = await writeFakeFfmpeg(folder, { at, does, times: 2 });
      const disturbed = await decodeWindow(path, { ...WINDOW, ffmpegPath });
      assert.equal(await timesMisbehaved(ffmpegPath), 2);
      assert.deepEqual(disturbed, await decodeWindow(path, { ...WINDOW, ffmpegPath }));
    });
  }
}

testInFolder("FrameCache asks once about a pipe in place of a video", async (folder) => {
  const path = join(folder, "pipe.mp4");
  await new Deno.Command("mkfifo", { args: [path] }).output();
  const ffmpegPath = await writeFakeFfmpeg(folder, { at: "probe", does: ":" });
  const cache = new FrameCache({ ...GRID, ffmpegPath, budgetBytes: 0, silenceSec: 0.5 });
  await assert.rejects(cache.gridFrames({ path }), /pipe\.mp4': ffmpeg was silent for 0\.5 s/);
  await assert.rejects(cache.gridFrames({ path }), /pipe\.mp4': ffmpeg was silent for 0\.5 s/);
  assert.equal(await timesMisbehaved(ffmpegPath), 1);
  assertNoChildLeft();
});

testInFolder("probeVideo() is over if a file is a pipe that nobody writes to", async (folder) => {
  const path = join(folder, "pipe.mp4");
  await new Deno.Command("mkfifo", { args: [path] }).output();
  const ffmpegPath = await writeFakeFfmpeg(folder, { at: "decode", does: ":" });
  const limit = { silenceSec: 0.5 };
  await assert.rejects(probeVideo(path, ffmpegPath, undefined, limit), /silent for 0\.5 s/);
  assertNoChildLeft();
});

testInFolder("loadWindow() calls onStart with each process that decodes", async (folder) => {
  const path = await makeVideo(folder);
  const misbehavior = { at: "decode", does: "kill -KILL $$", times: 2 } as const;
  const ffmpegPath = await writeFakeFfmpeg(folder, misbehavior);
  const started: Parameters<NonNullable<FrameCacheOptions["onStart"]>>[0][] = [];
  const cache = new FrameCache({
    ...GRID,
    ffmpegPath,
    budgetBytes: 0,
    onStart: (process) => started.push(process),
  });
  await cache.loadWindow({ path }, { startFrame: 2, frameCount: 3 });
  const ends = await Promise.all(started.map(({ status }) => status));
  assert.deepEqual(ends.map(({ signal }) => signal), ["SIGKILL", "SIGKILL", null]);
  assert.equal(new Set(started.map(({ pid }) => pid)).size, 3);
});
