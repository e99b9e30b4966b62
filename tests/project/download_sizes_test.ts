import assert from "node:assert/strict";
import { staticBinary } from "../../datasets/ffmpeg/_static_binary.ts";
import { pinnedWheel } from "../../runtime/install/tensorflow_wheel.ts";
import { readSource } from "../_sources.ts";

/** Where users read what is downloaded, and how much. */
const TEXTS = ["README.md", "docs/operations.md", "pipeline/command_line/add_setup_command.ts"];

const machine = { os: Deno.build.os, arch: Deno.build.arch };

/** The sizes that the texts name are those of this processor. */
const ignore = machine.os !== "linux" || machine.arch !== "x86_64";

for (const path of TEXTS) {
  Deno.test({
    name: `${path} names the sizes of what is downloaded`,
    ignore,
    fn() {
      const downloads = { TensorFlow: pinnedWheel(machine), ffmpeg: staticBinary()?.wheel };
      for (const [name, wheel] of Object.entries(downloads)) {
        const size = `${Math.round((wheel?.bytes ?? 0) / 1e6)} MB`;
        const named = readSource(path).match(new RegExp(`${name}[^.]*?(\\d+ MB)`))?.[1];
        assert.equal(named, size, name);
      }
    },
  });
}
