import assert from "node:assert/strict";
import { locateFfmpeg } from "../../../datasets/mod.ts";
import { describeCudaPlan } from "../../../pipeline/commands/setup.ts";
import { CUDA_BUILD, CUDA_PACKAGES, planCuda } from "../../../runtime/gpu/mod.ts";
import { provisionTensorFlow } from "../../../runtime/install/mod.ts";
import { runCli } from "../_command_line.ts";
import { withFolder } from "../../_temporary_folder.ts";
import "../../_libc.ts";

Deno.test("setup prints where TensorFlow and ffmpeg are", async () => {
  const { library, source } = await provisionTensorFlow();
  const ffmpeg = await locateFfmpeg();
  const { code, stdout } = await runCli(["setup"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `TensorFlow 2.21.0 for the processor, from ${source}: ${library}\n` +
      `ffmpeg ${ffmpeg.version}, from ${ffmpeg.source}: ${ffmpeg.path}\n`,
  );
});

Deno.test("describeCudaPlan() lists what is downloaded, what is installed, and what the system has", () =>
  withFolder(async (folder) => {
    const plan = await planCuda({
      root: folder,
      build: CUDA_BUILD,
      packages: CUDA_PACKAGES,
      system: { directories: [], listed: new Map() },
    });
    const [line, ...others] = describeCudaPlan(plan);
    assert.match(line ?? "", /^To download: 12 packages, 3\.3 GB$/);
    assert.deepEqual(others, []);
    const [build, runtime] = plan.missing;
    const done = {
      missing: [],
      installed: [build!, runtime!],
      onSystem: [{ set: "cuDNN", directory: "/usr/lib" }],
    };
    assert.deepEqual(describeCudaPlan(done), [
      "cuDNN: the system's, in /usr/lib",
      "tensorflow 2.21.0: already installed",
      "nvidia-cuda-runtime-cu12 12.9.79: already installed",
      "Nothing to download.",
    ]);
  }));
