/**
 * Sends the metrics of a training to Weights & Biases, through its Python package: there is none
 * for Deno. It needs `pip install wandb` and `wandb login`; `WANDB_MODE=offline` keeps the numbers
 * on this machine, for `wandb sync`.
 *
 * @module
 */
import { join } from "node:path";
import type { HookedRun, MetricsLine, TrainingEnding } from "@actnetformer/deno/pipeline";

const PYTHON = "python3";

/** Reads what is sent, a line each; keeps running until its input ends. */
const PROGRAM = `
import json, signal, sys
# Ctrl-C is for the training, which then says that it was interrupted.
signal.signal(signal.SIGINT, signal.SIG_IGN)
import wandb
run = wandb.init(project="actnetformer", resume="allow", **json.loads(sys.stdin.readline()))
exit_code = 1
for line in sys.stdin:
    message = json.loads(line)
    if "ending" in message:
        exit_code = 0 if message["ending"] == "finished" else 1
    else:
        run.log(message["metrics"], step=message["step"])
run.finish(exit_code=exit_code)
`;

interface Sender {
  readonly process: Deno.ChildProcess;
  readonly input: WritableStreamDefaultWriter<Uint8Array>;
}

/** Of the run that is trained; undefined before its first step. */
let sender: Sender | undefined;

/** Passes a line on. It waits only while the pipe to Python is full. */
export async function onStep(line: MetricsLine, run: HookedRun): Promise<void> {
  sender ??= await startSender(run);
  const { version: _version, kind, step, ...numbers } = line;
  const metrics = kind === "step" ? numbers : { [kind]: numbers };
  await send(sender, { step, metrics });
}

/** Waits until everything has been sent. */
export async function onEnd(ending: TrainingEnding): Promise<void> {
  if (sender === undefined) return;
  const { process, input } = sender;
  await send(sender, { ending });
  sender = undefined;
  await input.close();
  const { code } = await process.status;
  if (code !== 0) throw new Error(`${PYTHON} ended with code ${code}`);
}

async function startSender({ name, path, config }: HookedRun): Promise<Sender> {
  const process = new Deno.Command(PYTHON, {
    args: ["-c", PROGRAM],
    stdin: "piped",
    // That of the command has its results.
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const sender = { process, input: process.stdin.getWriter() };
  await send(sender, { id: await findId(path), name, dir: path, config });
  return sender;
}

/** The same for all parts of a run that is resumed. */
async function findId(path: string): Promise<string> {
  const file = join(path, "wandb.txt");
  const known = await Deno.readTextFile(file).catch(() => undefined);
  if (known !== undefined) return known;
  const id = crypto.randomUUID();
  await Deno.writeTextFile(file, id);
  return id;
}

async function send({ input }: Sender, message: object): Promise<void> {
  await input.write(new TextEncoder().encode(`${JSON.stringify(message)}\n`));
}
