import assert from "node:assert/strict";
import { ROOT } from "../../_sources.ts";

Deno.test.each(
  [
    ["native calls", ["--allow-ffi"]],
    ["no permissions", []],
  ] as const,
)("endProcess() ends with the exit code, with %s", async (_, permissions) => {
  const code = `import { endProcess } from ${
    JSON.stringify(`file://${ROOT}runtime/ffi/end_process.ts`)
  };
      console.log("said");
      endProcess(7);
      console.log("not said");`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const outcome = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, file],
    stdout: "piped",
  }).output();
  await Deno.remove(file);
  assert.deepEqual([outcome.code, new TextDecoder().decode(outcome.stdout)], [7, "said\n"]);
});
