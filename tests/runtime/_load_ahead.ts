// Prints what a process does that loads TensorFlow ahead.
import { loadAhead } from "../../runtime/load_ahead.ts";

/** Whether the large library is in this process. Deno itself may not read it. */
function isLoaded(): boolean {
  const { stdout } = new Deno.Command("cat", { args: [`/proc/${Deno.pid}/maps`] }).outputSync();
  return new TextDecoder().decode(stdout).includes("/libtensorflow_cc.so.2");
}

const variable = "LIBTENSORFLOW_DIR";
const given = Deno.env.get(variable);
Deno.env.set(variable, "/nowhere");
await loadAhead("cpu");
console.log("nothing is reported");
if (given === undefined) Deno.env.delete(variable);
else Deno.env.set(variable, given);

await loadAhead("auto");
// For as long as a slow disk may take.
for (let time = 0; time < 6000 && !isLoaded(); time++) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log(isLoaded() ? "loaded" : "not loaded");
const { deviceInUse, startTensorFlow, tf } = await import("../../runtime/mod.ts");
await startTensorFlow();
console.log(tf.add(1, 2).arraySync(), deviceInUse()?.kind);
