import assert from "node:assert/strict";
import { ROOT } from "../../_sources.ts";

/** Says "ready", waits for a signal, and ends only if it is polite. */
const PROGRAM = `
  import { listenForInterrupt } from ${
  JSON.stringify(`file://${ROOT}pipeline/terminal/interrupt.ts`)
};
  const timer = setInterval(() => {}, 1000);
  using interrupt = listenForInterrupt(() => {
    console.log("stopping");
    // Longer than a second of the event loop, by when a second signal counts.
    if (Deno.args[0] === "stubborn") setTimeout(() => console.log("waited"), 1500);
  });
  console.log("ready");
  await new Promise((resolve) => interrupt.signal.addEventListener("abort", resolve));
  if (Deno.args[0] === "stubborn") await new Promise(() => {});
  clearInterval(timer);
  console.log("finished");`;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test({
    name: `listenForInterrupt() aborts at the first ${signal}`,
    ignore: Deno.build.os === "windows",
    async fn() {
      const { code, lines } = await runInterrupted([signal], "polite");
      assert.deepEqual([code, lines], [0, ["ready", "stopping", "finished"]]);
    },
  });

  Deno.test({
    name: `listenForInterrupt() ends the process at the second ${signal}`,
    ignore: Deno.build.os === "windows",
    async fn() {
      const { code, lines } = await runInterrupted([signal, signal], "stubborn");
      assert.deepEqual([code, lines], [130, ["ready", "stopping"]]);
    },
  });
}

/** Runs the program, and sends it one signal after each of its first lines. */
async function runInterrupted(signals: readonly Deno.Signal[], manner: "polite" | "stubborn") {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", PROGRAM, manner],
    stdout: "piped",
  }).spawn();
  const lines: string[] = [];
  const waitingSignals = [...signals];
  let partialLine = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const parts = (partialLine + text).split("\n");
    partialLine = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      const signal = waitingSignals.shift();
      if (signal !== undefined) child.kill(signal);
    }
  }
  return { code: (await child.status).code, lines };
}
