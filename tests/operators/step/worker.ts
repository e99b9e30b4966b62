/**
 * A worker of the tests beside it: trains with others and prints what its training shows as JSON.
 *
 * @module
 */
import { joinWorkers, type JoinWorkersOptions } from "../../../runtime/collectives/mod.ts";
import { startTensorFlow } from "../../../runtime/mod.ts";
import type { JointTrainingOptions } from "./_joint_training.ts";

/** What a worker gets as JSON. */
export interface WorkerArgument {
  readonly options: JoinWorkersOptions;
  readonly training: JointTrainingOptions;
  /** In how many parts it computes its clips. */
  readonly parts: number;
}

if (import.meta.main) {
  const { options, training, parts }: WorkerArgument = JSON.parse(Deno.args[0] ?? "");
  await startTensorFlow({ device: "cpu", threads: parts, threadsPerOp: 1 });
  // It makes tensors when it is loaded.
  const { trainJointly } = await import("./_joint_training.ts");
  const group = await joinWorkers(options);
  console.log(JSON.stringify(await trainJointly(group, training)));
  await group.close();
}
