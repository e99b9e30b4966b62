import type { Cluster, ReadVariable } from "./cluster.ts";
import { slurmNodes } from "./slurm_nodes.ts";

/** Ports of the workers of a job: from here on, those of one job apart from those of the next. */
const FIRST_PORT = 10_000;
const PORTS_OF_JOB = 50;
const JOBS_APART = 1000;

/**
 * Reads the variables that Slurm's `srun` gives to each task of a step. A batch script itself is
 * not one of them and has none.
 *
 * @returns undefined without them, or for a step of one task.
 * @throws {RangeError} If they do not fit together.
 */
export function slurmCluster(read: ReadVariable): Cluster | undefined {
  const size = Number(read("SLURM_STEP_NUM_TASKS") ?? 1);
  const nodeList = read("SLURM_STEP_NODELIST");
  if (!(size > 1) || nodeList === undefined) return undefined;
  const nodes = slurmNodes(nodeList);
  const counts = taskCounts(read("SLURM_STEP_TASKS_PER_NODE") ?? "");
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length !== nodes.length || total !== size) {
    throw refusal(
      `SLURM_STEP_TASKS_PER_NODE must give the ${size} tasks of ${nodes.length} nodes`,
      read("SLURM_STEP_TASKS_PER_NODE") ?? "none",
    );
  }
  const task = Number(read("SLURM_PROCID") ?? NaN);
  if (!Number.isInteger(task) || task < 0 || task >= size) {
    throw refusal(
      `SLURM_PROCID must be an integer from 0 to ${size - 1}`,
      read("SLURM_PROCID") ?? "none",
    );
  }
  requireBlocks(task, { counts, node: read("SLURM_NODEID") });
  const job = Number(read("SLURM_JOB_ID") ?? 0) % JOBS_APART;
  const port = FIRST_PORT + PORTS_OF_JOB * job;
  const addresses = nodes.flatMap((node, index) =>
    Array.from({ length: counts[index]! }, (_, local) => `${node}:${port + local}`)
  );
  return { addresses, task };
}

/** What {@linkcode requireBlocks} compares. */
interface TaskPlaces {
  /** Tasks of each node. */
  readonly counts: readonly number[];
  /** Number of this task's node, from 0; undefined if Slurm does not say it. */
  readonly node: string | undefined;
}

/**
 * Requires that this task is where its address says. With `--distribution=cyclic` the next task is on
 * the next node: all would wait for workers at addresses where there are none.
 */
function requireBlocks(task: number, { counts, node }: TaskPlaces): void {
  const expected =
    counts.flatMap((count, index) => Array.from({ length: count }, () => index))[task];
  if (node === undefined || Number(node) === expected) return;
  throw refusal(
    `SLURM_NODEID of task ${task} must be ${expected}, as the tasks of a node must follow each ` +
      "other (srun --distribution=block)",
    node,
  );
}

/** Reads "2(x3),1": three nodes with two tasks each, and one with one. */
function taskCounts(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [, count, nodes = "1"] = /^(\d+)(?:\(x(\d+)\))?$/.exec(part.trim()) ?? [];
    return count === undefined ? [] : Array.from({ length: Number(nodes) }, () => Number(count));
  });
}

function refusal(rule: string, value: string): RangeError {
  return new RangeError(`Cannot train by Slurm's variables as ${rule}: current value is ${value}`);
}
