import assert from "node:assert/strict";
import { join } from "node:path";
import { FfmpegError, locateFfmpeg } from "../../../datasets/ffmpeg/mod.ts";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { locateFfmpegIn } from "../../../datasets/ffmpeg/locate_ffmpeg.ts";
import { findPinnedProgram, programFolder } from "../../../datasets/ffmpeg/_pinned_program.ts";
import { sha256Of } from "../../runtime/wheels/_stand_in.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeScript } from "./_scripts.ts";

Deno.test("locateFfmpeg() finds an ffmpeg that runs, and looks once", async () => {
  const ffmpeg = await locateFfmpeg();
  assert.equal(await ffmpegVersion(ffmpeg.path), ffmpeg.version);
  assert.equal(await locateFfmpeg(), ffmpeg);
});

Deno.test("locateFfmpegIn() takes FFMPEG_PATH before all others", async () => {
  await withFolder(async (folder) => {
    const path = await writeScript(folder, "named", "echo ffmpeg version 9.1 Copyright");
    assert.deepEqual(await locateFfmpegIn(path, [place("other", path)]), {
      path,
      version: "9.1",
      source: "FFMPEG_PATH",
    });
  });
});

const UNUSABLE: readonly [string, string | null, RegExp][] = [
  ["is missing", null, /there is no program/],
  ["fails", "exit 3", /exit code 3/],
  ["is another program", "echo hello", /does not answer like ffmpeg/],
];
for (const [name, body, reason] of UNUSABLE) {
  Deno.test(`locateFfmpegIn() refuses FFMPEG_PATH that ${name}, and tries no other source`, async () => {
    await withFolder(async (folder) => {
      const working = await writeScript(folder, "working", "echo ffmpeg version 9.1");
      const path = body === null
        ? join(folder, "none")
        : await writeScript(folder, "unusable", body);
      await assert.rejects(locateFfmpegIn(path, [place("other", working)]), (error) => {
        assert.ok(error instanceof FfmpegError);
        assert.match(
          error.message,
          /^Cannot read videos as 'FFMPEG_PATH' must name a working ffmpeg/,
        );
        assert.ok(error.message.includes(`current value is '${path}'`));
        assert.match(error.attempts[0]?.reason ?? "", reason);
        return true;
      });
    });
  });
}

Deno.test("locateFfmpegIn() takes the first source whose binary works", async () => {
  await withFolder(async (folder) => {
    const broken = await writeScript(folder, "broken", "exit 1");
    const working = await writeScript(folder, "working", "echo ffmpeg version 9.1");
    const later = await writeScript(folder, "later", "echo ffmpeg version 9.2");
    const places = [
      { source: "none", find: () => Promise.reject(new Error("nothing here")) },
      place("broken", broken),
      place("working", working),
      place("later", later),
    ];
    assert.deepEqual(await locateFfmpegIn(undefined, places), {
      path: working,
      version: "9.1",
      source: "working",
    });
  });
});

Deno.test("locateFfmpegIn() reports all it tried and what to do", async () => {
  const places = ["first", "second"].map((source) => ({
    source,
    find: () => Promise.reject(new Error(`no ${source}`)),
  }));
  await assert.rejects(locateFfmpegIn(undefined, places), (error) => {
    assert.ok(error instanceof FfmpegError);
    assert.match(error.message, /first: no first\n.*second: no second\nWhat to do:\n.*FFMPEG_PATH/);
    return true;
  });
});

Deno.test("locateFfmpegIn() names another cache where nobody may write", async () => {
  const places = ["first", "second"].map((source) => ({
    source,
    find: () => Promise.reject(new Error("not there")),
    install: () => Promise.reject(new Deno.errors.PermissionDenied("Permission denied")),
  }));
  await assert.rejects(locateFfmpegIn(undefined, places), (error) => {
    assert.ok(error instanceof FfmpegError);
    const todo = error.message.split("\n").slice(5);
    assert.deepEqual(todo, [
      "  - Let XDG_CACHE_HOME name a folder that you can write to: it is installed there.",
      "  - Install ffmpeg with the system's package manager, or set FFMPEG_PATH to its path.",
    ]);
    return true;
  });
});

function place(source: string, path: string) {
  return { source, find: () => Promise.resolve(path) };
}

Deno.test("locateFfmpegIn() downloads only what is not there, and only if it may", async () => {
  await withFolder(async (folder) => {
    const fetched = await writeScript(folder, "fetched", "echo ffmpeg version 9.2");
    const last = await writeScript(folder, "last", "echo ffmpeg version 4.1");
    const calls: boolean[] = [];
    const sources = [
      {
        source: "wheel",
        find: () => Promise.reject(new Error("not there")),
        install: (retries: boolean) => {
          calls.push(retries);
          return Promise.resolve(fetched);
        },
      },
      place("last", last),
    ];
    const sourceOf = async (downloads?: "never" | "once" | "again") =>
      (await locateFfmpegIn(undefined, sources, { downloads })).source;
    assert.equal(await sourceOf("never"), "last");
    assert.equal(await sourceOf(), "wheel");
    assert.equal(await sourceOf("again"), "wheel");
    assert.deepEqual(calls, [false, true]);
  });
});

Deno.test("locateFfmpegIn() names an installed ffmpeg that was changed, and tries no other source", async () => {
  await withFolder(async (directory) => {
    const content = new TextEncoder().encode("#!/bin/sh\necho ffmpeg version 9.1\n");
    const folder = programFolder(directory, { bytes: content.length, sha256: sha256Of(content) });
    const path = await writeScript(directory, "ffmpeg", "echo ffmpeg version 9.1");
    await Deno.writeFile(path, content);
    const sources = [
      { source: "cache", folder: () => folder, find: () => findPinnedProgram(folder) },
      place("other", path),
    ];
    assert.deepEqual((await locateFfmpegIn(undefined, sources)).folder, folder);
    // With the length and the time of before: it is read when it does not run.
    const { mtime } = await Deno.stat(path);
    await Deno.writeFile(path, content.map((byte) => byte ^ 1));
    await Deno.utime(path, mtime!, mtime!);
    await assert.rejects(locateFfmpegIn(undefined, sources), (error) => {
      assert.ok(error instanceof FfmpegError);
      assert.match(error.message, /^Cannot read videos as ffmpeg must be as it was installed/);
      assert.match(error.attempts[0]?.reason ?? "", /its SHA-256 is [0-9a-f]{64} instead of/);
      assert.ok(
        error.message.includes(`Remove the folder ${directory} and run 'deno task setup'.`),
      );
      return true;
    });
  });
});
