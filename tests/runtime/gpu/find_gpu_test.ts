import assert from "node:assert/strict";
import {
  chooseDevice,
  findGpu,
  type GpuFacts,
  gpuObstacle,
} from "../../../runtime/gpu/find_gpu.ts";
import { hasDriverLibrary } from "../../../runtime/gpu/has_driver_library.ts";
import { ProvisionError, thisMachine } from "../../../runtime/install/mod.ts";
import "../../_libc.ts";

const BUILD = { framework: "/a/framework.so", library: "/a/cc.so", source: "cache" };
const DRIVER = { present: true, version: "570.124.06", library: "/usr/lib/libcuda.so.1" };
const NO_DRIVER = { present: false, version: null, library: null };
const ANSWER = {
  problem: null,
  cuda: "12.8",
  gpus: [{ name: "NVIDIA H200", bytes: 2 ** 37, capability: 9 }],
};

/** A machine whose GPU can be used. */
const FIT: GpuFacts = {
  machine: { os: "linux", arch: "x86_64" },
  driver: DRIVER,
  answer: ANSWER,
  build: BUILD,
  libraries: [library("libcudart.so.12", null), library("libcudnn.so.9", null)],
};

/** What is missing, the facts, what is said about it, and what to do. */
const OBSTACLES: readonly [string, Partial<GpuFacts>, RegExp, RegExp][] = [
  ["a GPU", { driver: NO_DRIVER }, /no NVIDIA GPU/, /leave the device at 'auto'/],
  [
    "the driver's library",
    { driver: { ...DRIVER, library: null }, answer: null },
    /libcuda\.so\.1 is not found/,
    /525\.60\.13 or newer.*--gpus all/,
  ],
  [
    "a driver that starts",
    { answer: { ...ANSWER, problem: "CUDA_ERROR_NO_DEVICE" } },
    /the NVIDIA driver does not start \(CUDA_ERROR_NO_DEVICE\)/,
    /nvidia-smi/,
  ],
  [
    "a driver for CUDA 12",
    { answer: { ...ANSWER, cuda: "11.8" } },
    /supports CUDA up to 11\.8, CUDA 12 is needed/,
    /525\.60\.13 or newer/,
  ],
  [
    "a GPU for this process",
    { answer: { ...ANSWER, gpus: [] } },
    /offers no GPU to this process/,
    /CUDA_VISIBLE_DEVICES/,
  ],
  [
    "a CUDA build for the machine",
    { machine: { os: "linux", arch: "aarch64" }, build: null },
    /no CUDA build of TensorFlow for linux aarch64/,
    /x86-64/,
  ],
  ["the CUDA build", { build: null, libraries: [] }, /CUDA build is not installed/, /setup --gpu/],
  [
    "a library",
    {
      libraries: [
        library("libcufft.so.11", "not found"),
        library("libcublas.so.12", null),
        library("libcudnn.so.9", "/x/libcudnn.so.9 is 9.1.0, older than 9.3"),
      ],
    },
    /libcufft\.so\.11: not found; libcudnn\.so\.9: .* is 9\.1\.0, older than 9\.3/,
    /setup --gpu/,
  ],
];

Deno.test.each(OBSTACLES)("gpuObstacle() says that %s is missing", (_, changes, reason, remedy) => {
  const obstacle = gpuObstacle({ ...FIT, ...changes });
  assert.match(obstacle?.what ?? "", reason);
  assert.match(obstacle?.remedy ?? "", remedy);
});

Deno.test.each(OBSTACLES)(
  'chooseDevice() refuses "gpu" without %s, and says what to do',
  (_, changes, reason, remedy) => {
    assert.throws(() => chooseDevice("gpu", { ...FIT, ...changes }), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.match(error.message, /^Cannot compute on the device gpu as /);
      assert.match(error.message, reason);
      assert.match(error.message, remedy);
      return true;
    });
  },
);

Deno.test.each(OBSTACLES)(
  'chooseDevice() chooses the processor on "auto" without %s',
  (_, changes, reason) => {
    const facts = { ...FIT, ...changes };
    const choice = chooseDevice("auto", facts);
    assert.ok(choice.kind === "cpu");
    if (!facts.driver.present) return assert.equal(choice.remark, null);
    assert.match(choice.remark ?? "", /^Using the processor although there is an NVIDIA GPU: /);
    assert.match(choice.remark ?? "", reason);
    assert.ok(!choice.remark?.includes("\n"));
  },
);

Deno.test("chooseDevice() chooses the GPU where nothing is missing", () => {
  assert.equal(gpuObstacle(FIT), null);
  for (const request of ["auto", "gpu"] as const) {
    assert.deepEqual(chooseDevice(request, FIT), { kind: "gpu", build: BUILD, capability: 9 });
  }
});

Deno.test("chooseDevice() chooses the GPU without libraries that only some work needs", () => {
  const libraries = [...FIT.libraries, library("libnccl.so.2", "not found", false)];
  assert.deepEqual(chooseDevice("gpu", { ...FIT, libraries }), {
    kind: "gpu",
    build: BUILD,
    capability: 9,
  });
});

Deno.test("findGpu() refuses a machine that TensorFlow does not run on", async () => {
  const machine = { ...thisMachine(), os: "windows" };
  await assert.rejects(findGpu(machine), /^ProvisionError: .* must be able to run it: .*WSL 2/);
});

Deno.test({
  name: "findGpu() and chooseDevice() find no GPU on a machine without NVIDIA's driver",
  ignore: !(await hasNoDriver()),
  async fn() {
    assert.equal(await hasDriverLibrary(), false);
    const facts = await findGpu(thisMachine());
    assert.equal(facts.build, null);
    assert.deepEqual(facts.libraries, []);
    assert.equal(chooseDevice("auto", facts).kind, "cpu");
    assert.throws(() => chooseDevice("gpu", facts), ProvisionError);
  },
});

async function hasNoDriver(): Promise<boolean> {
  const { success } = await new Deno.Command("cat", {
    args: ["/proc/driver/nvidia/version"],
    stdout: "null",
    stderr: "null",
  }).output();
  return !success;
}

function library(name: string, problem: string | null, required = true) {
  return {
    name,
    required,
    problem,
    path: problem === null ? `/cuda/${name}` : null,
  };
}
