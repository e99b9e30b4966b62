import assert from "node:assert/strict";
import { requireTorch } from "../../../bench/engine/require_torch.ts";

Deno.test("requireTorch() says what a Python lacks, or that there is none", async () => {
  const folder = await Deno.makeTempDir();
  const write = async (name: string, script: string) => {
    const path = `${folder}/${name}`;
    await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  };
  try {
    await requireTorch(await write("good", "exit 0"));
    const bare = await write("bare", `echo "No module named 'torch'" >&2; exit 1`);
    await assert.rejects(requireTorch(bare), {
      name: "RangeError",
      message: "Cannot compare with PyTorch as '--python' must name a Python with torch and " +
        `safetensors: current value is '${bare}' (No module named 'torch')`,
    });
    await assert.rejects(requireTorch(`${folder}/none`), /\(there is no such program\)/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
