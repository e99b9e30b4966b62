import assert from "node:assert/strict";
import { ROOT } from "../../_sources.ts";

/**
 * Says "ready", waits for a signal, and ends only if it is polite. A blocked one is busy for longer
 * than a second when the first signal has arrived.
 */
const PROGRAM = `
  import { listenForInterrupt } from ${
  JSON.stringify(`file://${ROOT}pipeline/terminal/interrupt.ts`)
};
  const [manner] = Deno.args;
  const timer = setInterval(() => {}, 1000);
  const { signal } = listenForInterrupt(() => {
    console.log("stopping");
    const start = performance.now();
    while (manner === "blocked" && performance.now() - start < 2000);
  });
  console.log("ready");
  if (manner === "deaf") setTimeout(() => console.log("not stopped"), 500);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  // By then a second signal counts.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  console.log("finished");
  if (manner !== "stubborn") Deno.exit(0);
  // Asks for one until it counts: on a busy machine the second may take longer.
  setInterval(() => console.log("again"), 500);`;

/** Signals to send after lines of the program. */
type SignalsAfter = Readonly<Record<string, readonly Deno.Signal[]>>;

interface InterruptCase {
  readonly what: string;
  readonly manner: "polite" | "stubborn" | "blocked" | "deaf";
  readonly signals: SignalsAfter;
  readonly environment?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly lines: readonly string[];
}

const CASES: readonly InterruptCase[] = [
  ...(["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal): InterruptCase => ({
    what: `aborts at the first ${signal}`,
    manner: "polite",
    signals: { ready: [signal] },
    code: 0,
    lines: ["ready", "stopping", "finished"],
  })),
  ...(["SIGINT", "SIGTERM"] as const).map((signal): InterruptCase => ({
    what: `ends the process at a second ${signal} a second later`,
    manner: "stubborn",
    signals: { ready: ["SIGINT"], again: [signal] },
    code: 130,
    lines: ["ready", "stopping", "finished", "again"],
  })),
  {
    what: "takes a signal that arrives again within a second for the same",
    manner: "polite",
    signals: { ready: ["SIGINT"], stopping: ["SIGINT", "SIGTERM"] },
    code: 0,
    lines: ["ready", "stopping", "finished"],
  },
  {
    what: "takes a signal that waited behind a blocked event loop for the same",
    manner: "blocked",
    signals: { ready: ["SIGINT"], stopping: ["SIGINT"] },
    code: 0,
    lines: ["ready", "stopping", "finished"],
  },
  {
    what: "never takes SIGHUP for a second one",
    manner: "polite",
    signals: { ready: ["SIGINT"], stopping: ["SIGHUP", "SIGHUP"] },
    code: 0,
    lines: ["ready", "stopping", "finished"],
  },
  {
    what: "ignores SIGHUP after nohup",
    manner: "deaf",
    signals: { ready: ["SIGHUP"], "not stopped": ["SIGINT"] },
    environment: { _: "/usr/bin/nohup" },
    code: 0,
    lines: ["ready", "not stopped", "stopping", "finished"],
  },
];

for (const { what, manner, signals, environment = {}, code, lines } of CASES) {
  Deno.test({
    name: `listenForInterrupt() ${what}`,
    ignore: Deno.build.os === "windows",
    async fn() {
      const outcome = await runInterrupted(manner, signals, environment);
      assert.deepEqual(outcome, { code, lines });
    },
  });
}

/** Runs the program, and sends it signals after some of its lines. */
async function runInterrupted(
  manner: InterruptCase["manner"],
  signals: SignalsAfter,
  environment: Readonly<Record<string, string>>,
) {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", "-", manner],
    env: { ...environment },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  await ReadableStream.from([new TextEncoder().encode(PROGRAM)]).pipeTo(child.stdin);
  const lines: string[] = [];
  let partialLine = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const parts = (partialLine + text).split("\n");
    partialLine = parts.pop() ?? "";
    for (const line of parts) {
      if (line !== lines.at(-1)) lines.push(line);
      for (const signal of signals[line] ?? []) child.kill(signal);
    }
  }
  return { code: (await child.status).code, lines };
}
