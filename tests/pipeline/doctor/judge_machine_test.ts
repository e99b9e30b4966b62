import assert from "node:assert/strict";
import { judgeVideos } from "../../../pipeline/doctor/examine_videos.ts";
import { judgeFfmpeg } from "../../../pipeline/doctor/judge_ffmpeg.ts";
import { judgeDeno, judgeMemory, judgeProcessor } from "../../../pipeline/doctor/judge_machine.ts";
import type { Machine } from "../../../runtime/install/mod.ts";

Deno.test("judgeDeno() accepts 2.9 and newer", () => {
  for (const version of ["2.9.0", "2.9.6", "2.10.0", "3.0.0"]) {
    assert.equal(judgeDeno(version), null);
  }
  for (const version of ["2.8.9", "1.46.0"]) assert.equal(judgeDeno(version)?.fatal, true);
});

Deno.test("judgeMemory() warns below 4 GiB", () => {
  assert.equal(judgeMemory(4 * 2 ** 30), null);
  assert.match(judgeMemory(2 ** 30)?.what ?? "", /1024 MiB of memory are free.* 4096 MiB/);
});

Deno.test("judgeProcessor() warns of an x86 processor without AVX2", () => {
  const machine: Machine = {
    os: "linux",
    arch: "x86_64",
    is64Bit: true,
    glibc: "2.36",
    flags: null,
  };
  assert.equal(judgeProcessor({ ...machine, flags: new Set(["avx", "avx2"]) }), null);
  assert.equal(judgeProcessor(machine), null);
  assert.equal(judgeProcessor({ ...machine, arch: "aarch64", flags: new Set(["asimd"]) }), null);
  assert.equal(judgeProcessor({ ...machine, flags: new Set(["avx"]) })?.fatal, false);
});

Deno.test("judgeFfmpeg() warns of versions below 5.0", () => {
  for (const version of ["5.0", "n9.0.2-17-g2a571b6068", "6.1.1-static", "N-1234-gabcdef"]) {
    assert.equal(judgeFfmpeg(version), null);
  }
  for (const version of ["4.1", "4.4.2-0ubuntu0.22.04.1", "n4.3"]) {
    assert.match(judgeFfmpeg(version)?.what ?? "", /^ffmpeg \S+ is old/);
  }
});

Deno.test("judgeVideos() names missing decoders and an unreadable video", () => {
  const videos = {
    count: 5,
    codecs: new Map([["h264", 2], ["av1", 1]]),
    missing: ["av1"],
    unreadable: ["'a.mp4': moov atom not found", "'b.mp4': the file is empty"],
  };
  const found = judgeVideos(videos, "4.1").map(({ what }) => what);
  assert.deepEqual(found, [
    "ffmpeg 4.1 has no decoder for av1, the codec of 1 of the 5 videos",
    "ffmpeg 4.1 cannot read 2 of the 5 videos, for example 'a.mp4': moov atom not found",
  ]);
  assert.deepEqual(judgeVideos({ ...videos, missing: [], unreadable: [] }, "4.1"), []);
});
