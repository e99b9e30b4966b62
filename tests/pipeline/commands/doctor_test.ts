import assert from "node:assert/strict";
import { join } from "node:path";
import "../../_libc.ts";
import { locateFfmpeg } from "../../../datasets/ffmpeg/mod.ts";
import { exitCodeOf, formatReport } from "../../../pipeline/commands/doctor.ts";
import type { DoctorReport } from "../../../pipeline/doctor/report.ts";
import { provisionTensorFlow } from "../../../runtime/install/mod.ts";
import { runCli } from "../_command_line.ts";
import { encodeVideos } from "../../datasets/_fixtures.ts";
import { denoDirectory } from "../../_deno_directory.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("doctor ends with 0 and names the real library and ffmpeg", async () => {
  const { library } = await provisionTensorFlow();
  const ffmpeg = await locateFfmpeg();
  const { code, text } = await runDoctor({});
  assert.equal(code, 0, text);
  assert.match(text, /^TensorFlow {2}2\.21\.0 from /m);
  assert.ok(text.includes(`: ${library}\n`), text);
  assert.ok(
    text.includes(`ffmpeg      ${ffmpeg.version} from ${ffmpeg.source}: ${ffmpeg.path}`),
    text,
  );
  assert.match(text, /Cache {7}.*\/actnetformer\/\S+: [\d.]+ MB/);
});

Deno.test("doctor ends with 1 and says what to do when nothing is usable", async () => {
  const { code, text } = await runDoctor({
    LIBTENSORFLOW_DIR: "/nowhere/library",
    FFMPEG_PATH: "/nowhere/ffmpeg",
  });
  assert.equal(code, 1, text);
  assert.match(text, /Problem: Cannot use TensorFlow as 'LIBTENSORFLOW_DIR'/);
  assert.match(text, /Problem: Cannot read videos as 'FFMPEG_PATH'/);
});

Deno.test("doctor names the codecs of videos, and those that it cannot read", () =>
  withFolder(async (folder) => {
    await encodeVideos(folder, ["run/a.mkv", "run/b.mkv", "sit/c.mkv", "sit/d.mkv"]);
    await Deno.writeTextFile(join(folder, "sit", "e.mkv"), "no video");
    const { code, text } = await runDoctor({}, [folder]);
    assert.equal(code, 0, text);
    assert.match(text, /^Videos {6}5: ffv1 4$/m);
    assert.match(
      text,
      /^Warning: ffmpeg \S+ cannot read 1 of the 5 videos, for example '.*e\.mkv'/m,
    );
  }));

Deno.test("doctor does not download TensorFlow", () =>
  withFolder(async (folder) => {
    const ffmpeg = await locateFfmpeg();
    // Without a PATH there is no Python whose package could serve.
    // The exit code is not looked at: a disk with too little space for TensorFlow is a problem.
    const { text } = await runDoctor({
      XDG_CACHE_HOME: folder,
      FFMPEG_PATH: ffmpeg.path,
      PATH: "/nowhere",
    });
    assert.match(text, /TensorFlow {2}will be downloaded on first use \(27\d MB\)/);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));

const REPORT: DoctorReport = {
  deno: "2.9.6",
  machine: { os: "linux", arch: "x86_64", is64Bit: true, glibc: "2.36", flags: null },
  processor: { name: "A processor", cores: 2, features: ["AVX2", "AMX"] },
  memory: { totalBytes: 8 * 2 ** 30, availableBytes: 2 ** 30 },
  tensorflow: { version: null, path: null, source: "will be downloaded" },
  gpu: {
    machine: { os: "linux", arch: "x86_64" },
    driver: { present: false, version: null, library: null },
    answer: null,
    build: null,
    libraries: [],
  },
  ffmpeg: { version: "6.1", path: "/bin/ffmpeg", source: "PATH" },
  videos: null,
  caches: [{ path: "/cache/ffmpeg", bytes: 1_500_000 }],
  problems: [],
};

Deno.test("formatReport() prints a line for each thing", () => {
  const videos = {
    count: 3,
    codecs: new Map([["h264", 2], ["vp9", 1]]),
    missing: [],
    unreadable: [],
  };
  assert.match(formatReport({ ...REPORT, videos }), /^Videos {6}3: h264 2, vp9 1$/m);
  assert.deepEqual(formatReport(REPORT).split("\n"), [
    "Deno        2.9.6",
    "System      linux x86_64, glibc 2.36",
    "Processor   A processor, 2 cores (AVX2, AMX)",
    "Memory      8.0 GiB, 1.0 GiB free",
    "TensorFlow  will be downloaded",
    "GPU         no NVIDIA GPU",
    "ffmpeg      6.1 from PATH: /bin/ffmpeg",
    "Cache       /cache/ffmpeg: 1.5 MB",
    "",
    "No problems found.",
  ]);
});

Deno.test("exitCodeOf() is 1 only for a fatal problem", () => {
  const warning = { what: "little memory", remedy: "Close programs.", fatal: false };
  const fatal = { ...warning, fatal: true };
  assert.equal(exitCodeOf({ problems: [] }), 0);
  assert.equal(exitCodeOf({ problems: [warning] }), 0);
  assert.equal(exitCodeOf({ problems: [warning, fatal] }), 1);
  assert.match(
    formatReport({ ...REPORT, problems: [warning] }),
    /Warning: little memory\n {2}Close/,
  );
  assert.match(formatReport({ ...REPORT, problems: [fatal] }), /Problem: little memory/);
});

/** Runs `doctor` in a process of its own. */
async function runDoctor(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ code: number; text: string }> {
  const denoDir = Deno.env.get("DENO_DIR") ?? await denoDirectory();
  const { code, stdout, stderr } = await runCli(["doctor", ...args], {
    environment: { DENO_DIR: denoDir, ...environment },
  });
  return { code, text: stdout + stderr };
}
