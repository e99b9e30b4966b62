import assert from "node:assert/strict";
import type { Cluster } from "../../../pipeline/workers/cluster.ts";
import { clusterOf, type ClusterOptions } from "../../../pipeline/workers/cluster_of.ts";

type Environment = Readonly<Record<string, string>>;

const TF_CONFIG = JSON.stringify({
  cluster: { worker: ["b:1", "c:2"], chief: ["a:3"], evaluator: ["d:4"] },
  task: { type: "worker", index: 1 },
});

const SLURM = {
  SLURM_JOB_ID: "12003",
  SLURM_PROCID: "4",
  SLURM_STEP_NODELIST: "gpu[08-10],big",
  SLURM_STEP_NUM_TASKS: "6",
  SLURM_STEP_TASKS_PER_NODE: "2,1(x2),2",
};

function find(options: ClusterOptions, environment: Environment): Cluster | undefined {
  return clusterOf(options, (name) => environment[name]);
}

const FOUND: readonly [string, ClusterOptions, Environment, Cluster | undefined][] = [
  ["nothing", {}, {}, undefined],
  ["--cluster", { cluster: "a:1, b:2", task: 1 }, {}, { addresses: ["a:1", "b:2"], task: 1 }],
  ["--cluster before TF_CONFIG", { cluster: "x:1", task: 0 }, { TF_CONFIG }, {
    addresses: ["x:1"],
    task: 0,
  }],
  ["--workers before TF_CONFIG", { workers: 2 }, { TF_CONFIG }, undefined],
  ["TF_CONFIG, the chief first", {}, { TF_CONFIG, ...SLURM }, {
    addresses: ["a:3", "b:1", "c:2"],
    task: 2,
  }],
  ["TF_CONFIG with an index as text", {}, {
    TF_CONFIG: '{"cluster":{"worker":["a:1","b:2"]},"task":{"type":"worker","index":"1"}}',
  }, { addresses: ["a:1", "b:2"], task: 1 }],
  ["TF_CONFIG of a single worker", {}, {
    TF_CONFIG: '{"cluster":{"worker":["a:1"]},"task":{"type":"worker","index":0}}',
  }, undefined],
  ["TF_CONFIG without a cluster", {}, { TF_CONFIG: "{}" }, undefined],
  ["Slurm", {}, SLURM, {
    addresses: [
      "gpu08:10150",
      "gpu08:10151",
      "gpu09:10150",
      "gpu10:10150",
      "big:10150",
      "big:10151",
    ],
    task: 4,
  }],
  ["a batch script of Slurm", {}, { SLURM_JOB_ID: "7", SLURM_PROCID: "0" }, undefined],
  ["a step of one task", {}, { ...SLURM, SLURM_STEP_NUM_TASKS: "1" }, undefined],
];

Deno.test("clusterOf() reads the command line, TF_CONFIG, or Slurm's variables", () => {
  for (const [name, options, environment, cluster] of FOUND) {
    assert.deepEqual(find(options, environment), cluster, name);
  }
});

const REFUSED: readonly [string, ClusterOptions, Environment][] = [
  [
    "Cannot train as worker by --task as --cluster must list the addresses of all: " +
    "current value is none",
    { task: 1 },
    {},
  ],
  [
    "Cannot train as one of 2 workers as --task must be its number, from 0 to 1: " +
    "current value is none",
    { cluster: "a:1,b:2" },
    {},
  ],
  [
    "Cannot train as one of 2 workers as --task must be its number, from 0 to 1: " +
    "current value is 2",
    { cluster: "a:1,b:2", task: 2 },
    {},
  ],
  [
    "Cannot train by TF_CONFIG as it must be JSON with cluster and task: current value is {",
    {},
    { TF_CONFIG: "{" },
  ],
  [
    "Cannot train by TF_CONFIG as cluster must have only chief and worker: current value is ps",
    {},
    { TF_CONFIG: '{"cluster":{"worker":["a:1"],"ps":["b:2"]}}' },
  ],
  [
    "Cannot train by TF_CONFIG as task must be given: current value is none",
    {},
    { TF_CONFIG: '{"cluster":{"worker":["a:1","b:2"]}}' },
  ],
  [
    "Cannot train by TF_CONFIG as task.type must be chief or worker: current value is evaluator",
    {},
    { TF_CONFIG: TF_CONFIG.replace('"type":"worker"', '"type":"evaluator"') },
  ],
  [
    "Cannot train by TF_CONFIG as task.index must be one of the 2 of cluster.worker: " +
    "current value is 2",
    {},
    { TF_CONFIG: TF_CONFIG.replace('"index":1', '"index":2') },
  ],
  [
    "Cannot train by Slurm's variables as SLURM_STEP_TASKS_PER_NODE must give the 6 tasks of " +
    "4 nodes: current value is 2(x4)",
    {},
    { ...SLURM, SLURM_STEP_TASKS_PER_NODE: "2(x4)" },
  ],
  [
    "Cannot train by Slurm's variables as SLURM_PROCID must be an integer from 0 to 5: " +
    "current value is 6",
    {},
    { ...SLURM, SLURM_PROCID: "6" },
  ],
  [
    "Cannot train by Slurm's variables as SLURM_NODEID of task 4 must be 3, as the tasks of a node " +
    "must follow each other (srun --distribution=block): current value is 0",
    {},
    { ...SLURM, SLURM_NODEID: "0" },
  ],
];

Deno.test("clusterOf() refuses what is incomplete or contradicts itself", () => {
  for (const [message, options, environment] of REFUSED) {
    assert.throws(() => find(options, environment), { name: "RangeError", message });
  }
});
