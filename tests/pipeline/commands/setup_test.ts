import assert from "node:assert/strict";
import { join } from "node:path";
import { locateFfmpeg } from "../../../datasets/mod.ts";
import { describeCudaPlan } from "../../../pipeline/commands/setup.ts";
import { CUDA_BUILD, CUDA_PACKAGES, planCuda } from "../../../runtime/gpu/mod.ts";
import { provisionTensorFlow } from "../../../runtime/install/mod.ts";
import { CommandLine } from "../../e2e/_command_line.ts";
import { runCli } from "../_command_line.ts";
import { denoDirectory } from "../../_deno_directory.ts";
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

/** Has no packages, and downloads the first bytes of one. */
const PYTHON = `#!/bin/sh
case "$*" in
  *"import sys; print"*) echo "$0" ;;
  *download*) echo "the first bytes" > "$TMPDIR/wheel"; exec sleep 1000 ;;
  *) exit 1 ;;
esac
`;

Deno.test("setup stops a download at Ctrl-C, says so, and leaves nothing half done", () =>
  withFolder(async (folder) => {
    const [cache, programs] = [join(folder, "cache"), join(folder, "programs")];
    for (const path of [cache, programs]) await Deno.mkdir(path);
    await Deno.writeTextFile(join(programs, "python3"), PYTHON, { mode: 0o755 });
    await using command = new CommandLine(folder, ["setup"], {
      environment: {
        DENO_DIR: await denoDirectory(),
        LIBTENSORFLOW_DIR: "",
        PATH: `${programs}:${Deno.env.get("PATH")}`,
        XDG_CACHE_HOME: cache,
      },
    });
    const files = () => filesBelow(cache);
    await command.until(() => files().includes("wheel"));
    command.kill("SIGINT");
    const { code, stderr } = await command.end();
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^Stopping\. What is installed is kept; run the same command again/m);
    assert.ok(files().every((name) => name.endsWith(".lock")), String(files()));
  }));

/** Names of all files below a folder. */
function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(join(folder, name)) : [name]
  );
}

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
