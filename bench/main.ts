/**
 * `deno task bench <topic>`: runs one bench, prints its table and writes bench/results/<topic>.json.
 *
 * @module
 */
const TOPICS: Readonly<Record<string, () => Promise<{ bench: () => Promise<void> }>>> = {
  engine: () => import("./engine_bench.ts"),
  manifest: () => import("./manifest_bench.ts"),
  "small-op": () => import("./small_op_bench.ts"),
};

const [topic] = Deno.args;
const load = TOPICS[topic ?? ""];
if (load === undefined) {
  console.error(`error: name a bench: ${Object.keys(TOPICS).join(", ")}`);
  Deno.exit(2);
}
const { bench } = await load();
await bench();
