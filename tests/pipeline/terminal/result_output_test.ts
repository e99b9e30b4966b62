import assert from "node:assert/strict";
import { ROOT } from "../../_sources.ts";

/** Waits for a word, prints two lines, says on standard error that it goes on, then requires them. */
const PROGRAM = `
  import { ResultOutput } from ${
  JSON.stringify(`file://${ROOT}pipeline/terminal/result_output.ts`)
};
  import { showLine } from ${JSON.stringify(`file://${ROOT}pipeline/terminal/show_line.ts`)};
  await Deno.stdin.read(new Uint8Array(1));
  const output = new ResultOutput();
  for (const line of ["first", "second"]) output.print(line);
  showLine("files written");
  try {
    output.requirePrinted();
  } catch (error) {
    showLine(error.code);
    Deno.exit(1);
  }`;

/** Runs the program, with or without a reader of its output. */
async function run(isRead: boolean) {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", PROGRAM],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (!isRead) await child.stdout.cancel();
  const input = child.stdin.getWriter();
  await input.write(Uint8Array.of(1));
  await input.close();
  const stdout = isRead ? await new Response(child.stdout).text() : "";
  const stderr = await new Response(child.stderr).text();
  return { code: (await child.status).code, stdout, stderr };
}

Deno.test("ResultOutput prints lines", async () => {
  const outcome = { code: 0, stdout: "first\nsecond\n", stderr: "files written\n" };
  assert.deepEqual(await run(true), outcome);
});

Deno.test("ResultOutput reports afterwards that nobody reads the lines", async () => {
  const outcome = { code: 1, stdout: "", stderr: "files written\nEPIPE\n" };
  assert.deepEqual(await run(false), outcome);
});
