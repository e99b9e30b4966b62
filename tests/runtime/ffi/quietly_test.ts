import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** Runs the program beside this file; returns the start of each line of its standard error. */
async function errorLines(env: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const program = fileURLToPath(new URL("./_print_quietly.ts", import.meta.url));
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=program", program],
    env: { ...env },
    stderr: "piped",
  }).output();
  const lines = new TextDecoder().decode(stderr).trim().split("\n");
  return lines.map((line) => line.split(":")[0]!);
}

Deno.test({
  name: "quietly() hides what C programs write, not what this program writes",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const expected = ["C before", "Deno meanwhile", "3", "C after", "undefined"];
    assert.deepEqual(await errorLines(), expected);
  },
});

Deno.test({
  name: "quietly() hides nothing from a user who asks for TensorFlow's log",
  ignore: Deno.build.os !== "linux",
  async fn() {
    assert.deepEqual(await errorLines({ TF_CPP_MIN_LOG_LEVEL: "1" }), [
      "C before",
      "C meanwhile",
      "Deno meanwhile",
      "C within",
      "C still meanwhile",
      "1",
      "C after",
      "1",
    ]);
  },
});
