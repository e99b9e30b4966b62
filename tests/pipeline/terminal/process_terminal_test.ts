import assert from "node:assert/strict";
import { ROOT } from "../../_sources.ts";

Deno.test("processTerminal() writes text to standard error, and knows that it is a pipe", async () => {
  const code = `
    import { processTerminal } from ${
    JSON.stringify(`file://${ROOT}pipeline/terminal/process_terminal.ts`)
  };
    const terminal = processTerminal();
    terminal.write("step 1 → A\\n");
    console.log(terminal.interactive);`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", code],
  }).output();
  const decoder = new TextDecoder();
  assert.equal(decoder.decode(stdout), "false\n");
  assert.equal(decoder.decode(stderr), "step 1 → A\n");
});
