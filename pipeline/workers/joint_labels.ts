import { jointRows } from "./joint_rows.ts";
import type { JointNews } from "./training_workers.ts";

/** Returns the labels of all workers in the order in which their results are joined. */
export function jointLabels({ hiddenLabels }: JointNews, microBatches: number): Int32Array {
  const size = hiddenLabels.length;
  const joint = new Int32Array(size * (hiddenLabels[0]?.length ?? 0));
  for (const [task, labels] of hiddenLabels.entries()) {
    const rows = jointRows({ task, size }, { count: labels.length, microBatches });
    rows.forEach((row, index) => joint[row] = labels[index]!);
  }
  return joint;
}
