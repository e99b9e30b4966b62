import { startTensorFlow, tf } from "./runtime/mod.ts";
await startTensorFlow();
const a=tf.tensor1d([1]), b=tf.tensor1d([2]);
for(let i=0;i<300000;i++)tf.add(a,b).dispose();
