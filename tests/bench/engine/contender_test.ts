import assert from "node:assert/strict";
import { Contender } from "../../../bench/engine/contender.ts";

/** A program that answers two requests: a step, then its memory. */
const PROGRAM = `
  const answer = (value) => console.log(JSON.stringify(value));
  answer({ version: "engine 1" });
  const requests = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
  for await (const request of requests) {
    answer(request.trim() === "step" ? { seconds: 2, loss: 3 } : { bytes: 4 });
  }
`;

function start(program: string) {
  return Contender.start("engine", { command: Deno.execPath(), args: ["eval", program] });
}

Deno.test("Contender takes steps and reports version and memory of its process", async () => {
  await using contender = await start(PROGRAM);
  await contender.step();
  assert.equal(contender.version, "engine 1");
  assert.deepEqual(contender.steps, [{ seconds: 2, loss: 3 }]);
  assert.equal(await contender.memory(), 4);
});

Deno.test("Contender.start() fails if the process ends before it is ready", async () => {
  await assert.rejects(start("Deno.exit(0)"), /as 'engine' must be running: it has ended/);
});
