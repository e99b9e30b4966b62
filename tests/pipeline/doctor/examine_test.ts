import assert from "node:assert/strict";
import { exitCodeOf, formatReport } from "../../../pipeline/commands/doctor.ts";
import {
  type DoctorReport,
  judgeDeno,
  judgeMemory,
  judgeProcessor,
} from "../../../pipeline/doctor/examine.ts";
import { gpuRows, judgeGpu } from "../../../pipeline/doctor/examine_gpu.ts";
import type { GpuFacts } from "../../../runtime/gpu/mod.ts";
import { locateFfmpeg } from "../../../datasets/ffmpeg/mod.ts";
import { provisionTensorFlow, thisMachine } from "../../../runtime/install/mod.ts";

Deno.test("doctor() ends with 0 and names the real library and ffmpeg", async () => {
  const { library } = await provisionTensorFlow();
  const ffmpeg = await locateFfmpeg();
  const { code, text } = await runDoctor({});
  assert.equal(code, 0, text);
  assert.ok(
    text.includes(`TensorFlow  2.21.0 from cache: ${library}`) || text.includes(library),
    text,
  );
  assert.ok(
    text.includes(`ffmpeg      ${ffmpeg.version} from ${ffmpeg.source}: ${ffmpeg.path}`),
    text,
  );
  assert.match(text, /Cache {7}.*\/actnetformer\/\S+: [\d.]+ MB/);
});

Deno.test("doctor() ends with 1 and says what to do when nothing is usable", async () => {
  const { code, text } = await runDoctor({
    LIBTENSORFLOW_DIR: "/nowhere/library",
    FFMPEG_PATH: "/nowhere/ffmpeg",
  });
  assert.equal(code, 1, text);
  assert.match(text, /Problem: Cannot use TensorFlow as 'LIBTENSORFLOW_DIR'/);
  assert.match(text, /Problem: Cannot read videos as 'FFMPEG_PATH'/);
});

Deno.test("doctor() does not fetch TensorFlow", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const ffmpeg = await locateFfmpeg();
    // Without a PATH there is no Python whose package could serve.
    const { code, text } = await runDoctor({
      XDG_CACHE_HOME: folder,
      FFMPEG_PATH: ffmpeg.path,
      PATH: "/nowhere",
    });
    assert.equal(code, 0, text);
    assert.match(text, /TensorFlow {2}would be fetched on first use \(27\d MB/);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

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
  const machine = { ...thisMachine(), arch: "x86_64" };
  assert.equal(judgeProcessor({ ...machine, flags: new Set(["avx", "avx2"]) }), null);
  assert.equal(judgeProcessor({ ...machine, flags: null }), null);
  assert.equal(judgeProcessor({ ...machine, arch: "aarch64", flags: new Set(["asimd"]) }), null);
  assert.equal(judgeProcessor({ ...machine, flags: new Set(["avx"]) })?.fatal, false);
});

const REPORT: DoctorReport = {
  deno: "2.9.6",
  machine: { os: "linux", arch: "x86_64", is64Bit: true, glibc: "2.36", flags: null },
  processor: { name: "A processor", cores: 2, features: ["AVX2", "AMX"] },
  memory: { totalBytes: 8 * 2 ** 30, availableBytes: 2 ** 30 },
  tensorflow: { version: null, path: null, source: "would be fetched" },
  gpu: {
    machine: { os: "linux", arch: "x86_64" },
    driver: { present: false, version: null, library: null },
    answer: null,
    build: null,
    libraries: [],
  },
  ffmpeg: { version: "6.1", path: "/bin/ffmpeg", source: "PATH" },
  caches: [{ path: "/cache/ffmpeg", bytes: 1_500_000 }],
  problems: [],
};

Deno.test("formatReport() prints a line for each thing", () => {
  assert.deepEqual(formatReport(REPORT).split("\n"), [
    "Deno        2.9.6",
    "System      linux x86_64, glibc 2.36",
    "Processor   A processor, 2 cores (AVX2, AMX)",
    "Memory      8.0 GiB, 1.0 GiB free",
    "TensorFlow  would be fetched",
    "GPU         no NVIDIA GPU",
    "ffmpeg      6.1 from PATH: /bin/ffmpeg",
    "Cache       /cache/ffmpeg: 1.5 MB",
    "",
    "No problems found.",
  ]);
});

/** A machine with a GPU, a fit driver, and a CUDA build that lacks cuDNN. */
const WITHOUT_CUDNN: GpuFacts = {
  machine: { os: "linux", arch: "x86_64" },
  driver: { present: true, version: "570.124.06", library: "/lib/libcuda.so.1" },
  answer: {
    problem: null,
    cuda: "12.8",
    gpus: [{ name: "NVIDIA H200", bytes: 139.5 * 2 ** 30, capability: 9 }],
  },
  build: { framework: "/c/framework.so", library: "/c/cc.so", source: "cache" },
  libraries: [
    { name: "libcudart.so.12", required: true, path: "/d/libcudart.so.12", problem: null },
    { name: "libcudnn.so.9", required: true, path: null, problem: "not found" },
  ],
};

Deno.test("gpuRows() tells the GPUs, their driver and each library", () => {
  assert.deepEqual(gpuRows(WITHOUT_CUDNN), [
    ["GPU", "NVIDIA H200, 139.5 GiB"],
    ["Driver", "570.124.06, for CUDA 12.8 and older"],
    ["CUDA build", "from cache: /c/cc.so"],
    ["CUDA", "libcudart.so.12: /d/libcudart.so.12"],
    ["CUDA", "libcudnn.so.9: not found"],
  ]);
  const bare = { ...WITHOUT_CUDNN, answer: null, build: null, libraries: [] };
  assert.deepEqual(gpuRows(bare), [
    ["GPU", "NVIDIA, not usable"],
    ["Driver", "570.124.06"],
    ["CUDA build", "not found"],
  ]);
});

Deno.test("judgeGpu() warns of a GPU that is not used, and of no missing one", () => {
  const problem = judgeGpu(WITHOUT_CUDNN);
  assert.match(problem?.what ?? "", /the NVIDIA GPU is not used: .*libcudnn\.so\.9: not found/);
  assert.match(problem?.remedy ?? "", /deno task setup --gpu/);
  assert.equal(problem?.fatal, false);
  assert.equal(judgeGpu({ ...WITHOUT_CUDNN, libraries: [] }), null);
  const driver = { present: false, version: null, library: null };
  assert.equal(judgeGpu({ ...WITHOUT_CUDNN, driver, answer: null }), null);
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

/** Runs `doctor` in a process of its own, with the permissions that its task lists. */
async function runDoctor(env: Record<string, string>): Promise<{ code: number; text: string }> {
  const permissions = ["read", "write", "env", "sys", "run", "ffi", "net"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      ...permissions.map((name) => `--allow-${name}`),
      new URL("_process.ts", import.meta.url).pathname,
    ],
    env: { DENO_DIR: Deno.env.get("DENO_DIR") ?? await denoDirectory(), ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Where Deno keeps its npm packages: it would follow a changed XDG_CACHE_HOME. */
async function denoDirectory(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}
