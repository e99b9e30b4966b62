import { startTensorFlow, tf } from "../../runtime/mod.ts";

await startTensorFlow({ device: "cpu" });
tf.matMul(tf.ones([64, 64]), tf.ones([64, 64])).dataSync();
const names = `cat /proc/${Deno.pid}/task/*/comm`;
const { stdout } = new Deno.Command("sh", { args: ["-c", names] }).outputSync();
const threads = new TextDecoder().decode(stdout).split("\n");
console.log(threads.filter((name) => name === "tf_Compute").length);
