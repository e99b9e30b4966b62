import assert from "node:assert/strict";
import {
  FfmpegProcess,
  type FfmpegProcessOptions,
} from "../../../datasets/ffmpeg/_ffmpeg_process.ts";
import { assertNoChildLeft } from "../_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeScript } from "./_scripts.ts";

/** Runs a shell script in place of ffmpeg. */
async function withProcess(
  body: string,
  options: Partial<FfmpegProcessOptions>,
  work: (process: FfmpegProcess) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const ffmpeg = await writeScript(folder, "ffmpeg", body);
    const silenceError = (what: string) => new Error(`ffmpeg ${what}`);
    await using process = new FfmpegProcess(ffmpeg, [], { silenceError, ...options });
    await work(process);
  });
  assertNoChildLeft();
}

/** How an ffmpeg ends, and which signal did it. */
const ENDINGS = [
  { says: "", status: "exit 255", signal: "SIGINT, SIGTERM or SIGXCPU" },
  {
    says: "Error marking filters as finished",
    status: "exit 255",
    signal: "SIGINT, SIGTERM or SIGXCPU",
  },
  { says: "Exiting normally, received signal 2.", status: "exit 255", signal: "SIGINT" },
  { says: "Exiting normally, received signal 24.", status: "exit 255", signal: "SIGXCPU" },
  { says: "Error opening input: Operation not permitted", status: "exit 255", signal: null },
  { says: "", status: "exit 130", signal: "SIGINT" },
  { says: "", status: "exit 143", signal: "SIGTERM" },
  { says: "Error opening input: No route to host", status: "exit 143", signal: null },
  { says: "Killed", status: "exit 137", signal: "SIGKILL" },
  { says: "", status: "kill -KILL $$", signal: "SIGKILL" },
  { says: "", status: "kill -SEGV $$", signal: "SIGSEGV" },
  { says: "Invalid data found when processing input", status: "exit 1", signal: null },
  { says: "", status: "exit 0", signal: null },
] as const;

for (const { says, status, signal } of ENDINGS) {
  Deno.test(`FfmpegProcess that ends with '${status}' and "${says}" was ended by ${signal}`, () =>
    withProcess(`echo '${says}' >&2\n${status}`, {}, async (process) => {
      await process.fill(1);
      assert.equal((await process.end()).endedBy, signal);
    }));
}

Deno.test("FfmpegProcess that ends as at a broken file, at Ctrl-C, ends with our own reason", () => {
  const interrupt = new AbortController();
  const body = "echo 'moov atom not found' >&2\nexit 1";
  return withProcess(body, { signal: interrupt.signal }, async (process) => {
    await process.fill(1);
    // The signal reaches us a moment after ffmpeg.
    setTimeout(() => interrupt.abort(new Error("interrupted")), 20);
    await assert.rejects(process.end(), /^Error: interrupted$/);
  });
});

/** What an ffmpeg does in place of ending, and what is said of it. */
const SILENT = [
  { does: "sleep 1000", reason: "was silent for 0.3 s" },
  { does: "exec sleep 1000", reason: "was silent for 0.3 s" },
  { does: "trap '' TERM; sleep 1000; sleep 1000", reason: "was silent for 0.3 s" },
  { does: "(sleep 1000; echo late) & wait", reason: "was silent for 0.3 s" },
  { does: "kill -STOP $$", reason: "was silent for 0.3 s" },
  { does: "while :; do echo complaint >&2; done", reason: "was silent for 0.3 s" },
  { does: "while :; do printf x; sleep 0.2; done", reason: "gave only \\d bytes in 0.3 s" },
] as const;

for (const { does, reason } of SILENT) {
  Deno.test(`FfmpegProcess ends '${does}'`, () =>
    withProcess(does, { silenceSec: 0.3 }, async (process) => {
      await assert.rejects(process.fill(1000), new RegExp(`^Error: ffmpeg ${reason}$`));
    }));

  Deno.test(`FfmpegProcess ends '${does}' when it is aborted`, () => {
    const abort = new AbortController();
    return withProcess(does, { signal: abort.signal }, async (process) => {
      setTimeout(() => abort.abort(new Error("stopped by the test")), 50);
      await assert.rejects(process.fill(1000), /^Error: stopped by the test$/);
    });
  });

  Deno.test(`FfmpegProcess closes '${does}'`, () =>
    withProcess(does, {}, async (process) => {
      const filling = process.fill(1000);
      await process.close();
      assert.equal((await filling).byteLength, 0);
    }));
}

Deno.test("FfmpegProcess ends what is silent after its end of stdout", () =>
  withProcess("exec 1>&-\nsleep 1000", { silenceSec: 0.3 }, async (process) => {
    assert.equal((await process.fill(1)).byteLength, 0);
    await assert.rejects(process.end(), /^Error: ffmpeg was silent for 0\.3 s$/);
  }));

Deno.test("FfmpegProcess does not wait for another process that holds its pipes", () =>
  withProcess("sleep 1000 >/dev/null &\necho why >&2\nexit 7", {}, async (process) => {
    await process.fill(1);
    const { exitCode, stderr } = await process.end();
    assert.deepEqual([exitCode, stderr], [7, "why\n"]);
  }));

Deno.test("FfmpegProcess may be silent while nobody waits for it", () =>
  withProcess("printf ab; sleep 0.6; printf c", { silenceSec: 0.4 }, async (process) => {
    assert.equal((await process.fill(2)).byteLength, 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await process.fill(1)).byteLength, 1);
  }));

Deno.test("FfmpegProcess may be silent while it waits for its input", async () => {
  const input = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      controller.enqueue(new TextEncoder().encode("late"));
      controller.close();
    },
  });
  await withProcess("cat", { input, silenceSec: 0.3 }, async (process) => {
    assert.equal(new TextDecoder().decode(await process.fill(4)), "late");
  });
});

Deno.test("FfmpegProcess that decodes images without giving any is not silent", () => {
  const body =
    'for image in 1 2 3 4 5 6; do echo "[info] frame=  $image fps=0.0" >&2; sleep 0.1; done';
  return withProcess(body, { silenceSec: 0.4 }, async (process) => {
    assert.equal((await process.fill(1)).byteLength, 0);
    assert.equal((await process.end()).exitCode, 0);
  });
});

Deno.test("FfmpegProcess whose statistics stand still is silent", () => {
  const body = 'while :; do echo "[info] frame=  7 fps=0.0" >&2; sleep 0.1; done';
  return withProcess(body, { silenceSec: 0.4 }, async (process) => {
    await assert.rejects(process.fill(1), /silent/);
  });
});

Deno.test("FfmpegProcess closes although a process that it cannot reach holds its pipes", async () => {
  const silenceError = (what: string) => new Error(what);
  // No script, so that it has no group of processes of its own.
  const process = new FfmpegProcess("/bin/sh", ["-c", "sleep 15; true"], { silenceError });
  const filling = process.fill(1);
  await process.close();
  assert.equal((await filling).byteLength, 0);
  assertNoChildLeft();
});
