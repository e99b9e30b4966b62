import { formatTable } from "../pipeline/terminal/format_table.ts";
import { device } from "../runtime/device.ts";
import { attr, startTensorFlow, tf } from "../runtime/mod.ts";
import { currentSetting, writeReport } from "./_report.ts";

/** Batches of each row, in turns so that the machine's other work slows both alike. */
const BATCHES = 101;
/** The first batches do not count: V8 compiles while they run. */
const WARM_UP = 20;
const OPS_PER_BATCH = 2000;

/** Microseconds of an op, over the batches. */
interface SmallOpRow {
  readonly row: string;
  readonly median: number;
  readonly fastest: number;
}

/**
 * Measures the overhead of an op, by an addition that computes next to nothing: two tensors of one
 * element are added and the sum is freed.
 */
export async function bench(): Promise<void> {
  await startTensorFlow();
  const rows = measure(additions());
  const header = ["add of [1] and [1], µs", "median", "fastest"];
  const cells = rows.map(({ row, median, fastest }) => {
    return [row, median.toFixed(1), fastest.toFixed(1)];
  });
  console.log(formatTable({ header, rows: cells }, { markdown: true }));
  await writeReport("small_op", {
    ...currentSetting(),
    batches: BATCHES - WARM_UP,
    opsPerBatch: OPS_PER_BATCH,
    rows,
  });
}

/** The same addition without tfjs and with it. */
function additions(): Readonly<Record<string, () => void>> {
  const { backend, binding } = device();
  const a = tf.tensor1d([1]);
  const b = tf.tensor1d([2]);
  const inputs = backend.getInputTensorIds([a, b]);
  const attributes = [attr.type("T", "float32")];
  return {
    "through the binding alone": () => {
      const [sum] = binding.executeOp("AddV2", attributes, inputs, 1);
      binding.deleteTensor(sum!.id);
    },
    "through tfjs": () => tf.add(a, b).dispose(),
  };
}

function measure(additions: Readonly<Record<string, () => void>>): SmallOpRow[] {
  const measured = Object.entries(additions).map(([row, add]) => ({
    row,
    add,
    microseconds: [] as number[],
  }));
  for (let batch = 0; batch < BATCHES; batch++) {
    for (const { add, microseconds } of measured) {
      const startedAt = performance.now();
      for (let op = 0; op < OPS_PER_BATCH; op++) add();
      microseconds.push(1000 * (performance.now() - startedAt) / OPS_PER_BATCH);
    }
  }
  return measured.map(({ row, microseconds }) => {
    const sorted = microseconds.slice(WARM_UP).sort((a, b) => a - b);
    return { row, median: sorted[sorted.length >> 1]!, fastest: sorted[0]! };
  });
}
