import assert from "node:assert/strict";
import { describePlan } from "../../../pipeline/commands/setup.ts";
import { CUDA_BUILD, CUDA_PACKAGES, planCuda } from "../../../runtime/gpu/mod.ts";
import { provisionTensorFlow } from "../../../runtime/install/mod.ts";
import { ROOT } from "../../_sources.ts";
import { withFolder } from "../_temporary_folder.ts";

Deno.test("setup tells where the engine is", async () => {
  const { library, source } = await provisionTensorFlow();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", `${ROOT}pipeline/cli.ts`, "setup"],
  }).output();
  assert.equal(code, 0);
  assert.equal(
    new TextDecoder().decode(stdout),
    `TensorFlow 2.21.0 for the processor, from ${source}: ${library}\n`,
  );
});

Deno.test("describePlan() tells what is fetched, what is there, and what the system has", () =>
  withFolder(async (folder) => {
    const plan = await planCuda({
      root: folder,
      build: CUDA_BUILD,
      packages: CUDA_PACKAGES,
      system: { directories: [], listed: new Map() },
    });
    const [line, ...others] = describePlan(plan);
    assert.match(line ?? "", /^To be fetched: 12 wheels, 3\.3 GB$/);
    assert.deepEqual(others, []);
    const [build, runtime] = plan.missing;
    const done = {
      missing: [],
      installed: [build!, runtime!],
      onSystem: [{ set: "cuDNN", directory: "/usr/lib" }],
    };
    assert.deepEqual(describePlan(done), [
      "cuDNN: the system's, in /usr/lib",
      "tensorflow 2.21.0: installed already",
      "nvidia-cuda-runtime-cu12 12.9.79: installed already",
      "Nothing is to be fetched.",
    ]);
  }));
