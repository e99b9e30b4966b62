import { FusedKernel, startTensorFlow, tf } from "../../../runtime/mod.ts";

await startTensorFlow({ device: "cpu" });
const kernel = new FusedKernel("center", ["float32"], (x: tf.Tensor) => [tf.sub(x, tf.mean(x))]);
const [centered] = kernel.run(tf.range(0, 2 ** 17));
console.log(Math.round(centered!.dataSync()[0]! / 1000));
