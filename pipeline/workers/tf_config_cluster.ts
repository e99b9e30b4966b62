import * as v from "valibot";
import type { Cluster, ReadVariable } from "./cluster.ts";

/** Jobs that train, in the order of their tasks. */
const JOBS = ["chief", "worker"] as const;

const schema = v.object({
  cluster: v.optional(v.record(v.string(), v.array(v.string())), {}),
  task: v.optional(v.object({
    type: v.string(),
    index: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
  })),
});

/**
 * Reads the variable `TF_CONFIG` as TensorFlow's MultiWorkerMirroredStrategy does: a chief, if there
 * is one, is the first worker.
 *
 * @returns undefined if it is not set, or names no cluster.
 * @throws {RangeError} If it is not as expected, or describes other jobs.
 */
export function tfConfigCluster(read: ReadVariable): Cluster | undefined {
  const text = read("TF_CONFIG");
  if (text === undefined || text.trim() === "") return undefined;
  const { cluster, task } = parse(text);
  const others = Object.keys(cluster).filter((job) => !isTraining(job) && job !== "evaluator");
  if (others.length > 0) {
    throw refusal("cluster must have only chief and worker", others.join(", "));
  }
  const addresses = JOBS.flatMap((job) => cluster[job] ?? []);
  if (addresses.length === 0) return undefined;
  if (task === undefined) throw refusal("task must be given", "none");
  const { type, index } = task;
  if (!isTraining(type)) throw refusal("task.type must be chief or worker", type);
  const count = cluster[type]?.length ?? 0;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw refusal(`task.index must be one of the ${count} of cluster.${type}`, String(index));
  }
  return { addresses, task: index + (type === "worker" ? cluster["chief"]?.length ?? 0 : 0) };
}

function parse(text: string): v.InferOutput<typeof schema> {
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    throw refusal("it must be JSON with cluster and task", text);
  }
}

function isTraining(job: string): job is typeof JOBS[number] {
  return JOBS.some((name) => name === job);
}

function refusal(rule: string, value: string): RangeError {
  return new RangeError(`Cannot train by TF_CONFIG as ${rule}: current value is ${value}`);
}
