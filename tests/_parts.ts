// As _tensorflow.ts, but compiled networks compute a batch in three parts. Import it first.
import { startTensorFlow } from "../runtime/mod.ts";

await startTensorFlow({ device: "cpu", threads: 3, threadsPerOp: 1 });
