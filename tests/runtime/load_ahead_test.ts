import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("loadAhead() begins to load what startTensorFlow() needs, and leaves problems to it", async () => {
  const program = fileURLToPath(new URL("./_load_ahead.ts", import.meta.url));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=program", program],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const [text, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.match(text!, /^nothing is reported\nloaded\n3 (cpu|gpu)\n$/);
  assert.equal(errors, "");
});
