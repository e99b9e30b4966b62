/**
 * Sends the metrics of a training to an MLflow server, every five seconds, by its REST API.
 *
 * @module
 */
import { join } from "node:path";
import type { HookedRun, MetricsLine, TrainingEnding } from "@actnetformer/deno/pipeline";

const SERVER = "http://127.0.0.1:5000";
const EXPERIMENT = "actnetformer";
const SEND_EVERY_MILLISECONDS = 5000;

/** What MLflow takes in one request. */
const MAX_METRICS = 1000;
const MAX_PARAMETERS = 100;
const MAX_PARAMETER_LENGTH = 6000;

const STATUS = { finished: "FINISHED", interrupted: "KILLED", failed: "FAILED" } as const;

interface Metric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** What MLflow calls the run; undefined before its first step. */
let runId: string | undefined;
let pending: Metric[] = [];
let sentAt = 0;

/** Collects the numbers of a line. While the server does not answer, they are kept. */
export async function onStep(line: MetricsLine, run: HookedRun): Promise<void> {
  // A server that cannot be reached at the start ends the training.
  runId ??= await openRun(run);
  pending.push(...metricsOf(line));
  if (Date.now() - sentAt < SEND_EVERY_MILLISECONDS) return;
  sentAt = Date.now();
  try {
    await send(runId);
  } catch (error) {
    console.warn(`MLflow: ${error}; ${pending.length} numbers are sent later`);
  }
}

/** Sends what is left, and says how the run ended. */
export async function onEnd(ending: TrainingEnding): Promise<void> {
  if (runId === undefined) return;
  const run_id = runId;
  runId = undefined;
  await send(run_id);
  await call("runs/update", { run_id, status: STATUS[ending], end_time: Date.now() });
}

/** Starts a run of MLflow, or continues it if the training is resumed. */
async function openRun({ name, path, config }: HookedRun): Promise<string> {
  const file = join(path, "mlflow.txt");
  const known = await Deno.readTextFile(file).catch(() => undefined);
  if (known !== undefined) {
    await call("runs/update", { run_id: known, status: "RUNNING" });
    return known;
  }
  const experiment_id = await findExperiment();
  const { run } = await call("runs/create", {
    experiment_id,
    run_name: name,
    start_time: Date.now(),
  });
  const run_id: string = run.info.run_id;
  const parameters = leavesOf(config).map(({ key, value }) => ({
    key,
    value: String(value).slice(0, MAX_PARAMETER_LENGTH),
  }));
  for (let first = 0; first < parameters.length; first += MAX_PARAMETERS) {
    const params = parameters.slice(first, first + MAX_PARAMETERS);
    await call("runs/log-batch", { run_id, params });
  }
  await Deno.writeTextFile(file, run_id);
  return run_id;
}

async function findExperiment(): Promise<string> {
  const { experiments = [] } = await call("experiments/search", {
    filter: `name = '${EXPERIMENT}'`,
    max_results: 1,
  });
  if (experiments.length > 0) return experiments[0].experiment_id;
  return (await call("experiments/create", { name: EXPERIMENT })).experiment_id;
}

async function send(run_id: string): Promise<void> {
  while (pending.length > 0) {
    await call("runs/log-batch", { run_id, metrics: pending.slice(0, MAX_METRICS) });
    pending = pending.slice(MAX_METRICS);
  }
}

function metricsOf({ version: _version, kind, step, ...numbers }: MetricsLine): Metric[] {
  const timestamp = Date.now();
  const prefix = kind === "step" ? "" : `${kind}/`;
  return leavesOf(numbers).flatMap(({ key, value }) =>
    typeof value === "number" ? [{ key: prefix + key, value, timestamp, step }] : []
  );
}

interface Leaf {
  readonly key: string;
  readonly value: unknown;
}

/** The values in a record of records, each by the names that lead to it; without lists. */
function leavesOf(record: object, prefix = ""): Leaf[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const key = prefix + name;
    if (Array.isArray(value)) return [];
    const isRecord = typeof value === "object" && value !== null;
    return isRecord ? leavesOf(value, `${key}/`) : [{ key, value }];
  });
}

/** Calls MLflow; it answers with an object. */
// deno-lint-ignore no-explicit-any
async function call(method: string, request: object): Promise<any> {
  const response = await fetch(`${SERVER}/api/2.0/mlflow/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${method}: ${response.status} ${await response.text()}`);
  return await response.json();
}
