import { cpus } from "node:os";
import { writeAtomically } from "../pipeline/run/files.ts";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { device } from "../runtime/device.ts";
import { attr, startTensorFlow, tf } from "../runtime/mod.ts";

/** Batches of each row, taken in turns so that the machine's other work hits both alike. */
const BATCHES = 101;
/** The first batches are left out: V8 compiles while they run. */
const WARM_UP = 20;
const OPS_PER_BATCH = 2000;

const RESULTS = new URL("./results/small_op.json", import.meta.url);

/** Microseconds an op takes, over the batches. */
interface Row {
  readonly row: string;
  readonly median: number;
  readonly fastest: number;
}

/** What an op costs before it computes anything: two tensors of one element are added and the sum freed. */
export async function bench(): Promise<void> {
  await startTensorFlow();
  const rows = measure(addition());
  const header = ["add of [1] and [1], µs", "median", "fastest"];
  const cells = rows.map(({ row, median, fastest }) => {
    return [row, median.toFixed(1), fastest.toFixed(1)];
  });
  console.log(formatTable({ header, rows: cells }, { markdown: true }));
  const report = {
    hardware: `${cpus()[0]?.model.trim()}, ${navigator.hardwareConcurrency} cores`,
    deno: Deno.version.deno,
    batches: BATCHES - WARM_UP,
    opsPerBatch: OPS_PER_BATCH,
    rows,
  };
  const text = JSON.stringify(report, null, 2) + "\n";
  await writeAtomically(RESULTS.pathname, (path) => Deno.writeTextFile(path, text));
}

/** The same addition without tfjs and with it. */
function addition(): Readonly<Record<string, () => void>> {
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

function measure(actions: Readonly<Record<string, () => void>>): Row[] {
  const times = Object.entries(actions).map(([row, action]) => ({
    row,
    action,
    batches: [] as number[],
  }));
  for (let batch = 0; batch < BATCHES; batch++) {
    for (const { action, batches } of times) {
      const start = performance.now();
      for (let op = 0; op < OPS_PER_BATCH; op++) action();
      batches.push(1000 * (performance.now() - start) / OPS_PER_BATCH);
    }
  }
  return times.map(({ row, batches }) => {
    const sorted = batches.slice(WARM_UP).sort((a, b) => a - b);
    return { row, median: sorted[sorted.length >> 1]!, fastest: sorted[0]! };
  });
}
