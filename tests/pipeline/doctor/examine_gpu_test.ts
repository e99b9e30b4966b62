import assert from "node:assert/strict";
import { gpuRows, judgeGpu } from "../../../pipeline/doctor/examine_gpu.ts";
import type { GpuFacts } from "../../../runtime/gpu/find_gpu.ts";

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

Deno.test("gpuRows() shows the GPUs, their driver and each library", () => {
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

Deno.test("judgeGpu() warns of a GPU that is not used, but not of a missing one", () => {
  const problem = judgeGpu(WITHOUT_CUDNN);
  assert.match(problem?.what ?? "", /the NVIDIA GPU is not used: .*libcudnn\.so\.9: not found/);
  assert.match(problem?.remedy ?? "", /deno task setup --gpu/);
  assert.equal(problem?.fatal, false);
  assert.equal(judgeGpu({ ...WITHOUT_CUDNN, libraries: [] }), null);
  const driver = { present: false, version: null, library: null };
  assert.equal(judgeGpu({ ...WITHOUT_CUDNN, driver, answer: null }), null);
});

Deno.test("gpuRows() has one line if there is no GPU", () => {
  const driver = { present: false, version: null, library: null };
  assert.deepEqual(gpuRows({ ...WITHOUT_CUDNN, driver }), [["GPU", "no NVIDIA GPU"]]);
});
