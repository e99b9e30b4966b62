/**
 * `deno task bench <topic>`: runs one bench, prints its table and writes
 * bench/results/<topic>.json. `deno task bench chart` measures nothing: it draws the table and the
 * chart of bench/results/engine.json.
 *
 * @module
 */
const TOPICS: Readonly<Record<string, () => Promise<{ bench: () => Promise<void> }>>> = {
  engine: () => import("./engine_bench.ts"),
  gpu: () => import("./gpu_bench.ts"),
  chart: () => import("./chart_bench.ts"),
  streams: () => import("./streams_bench.ts"),
  manifest: () => import("./manifest_bench.ts"),
  suggestion: () => import("./suggestion_bench.ts"),
  "small-op": () => import("./small_op_bench.ts"),
  workers: () => import("./workers_bench.ts"),
  loading: () => import("./loading_bench.ts"),
  "scale-out": () => import("./scale_out_bench.ts"),
  methods: () => import("./methods_bench.ts"),
};

const [topic] = Deno.args;
const load = TOPICS[topic ?? ""];
if (load === undefined) {
  console.error(
    `error: Cannot run a bench as its topic must be one of ${Object.keys(TOPICS).join(", ")}: ` +
      `current value is ${topic}`,
  );
  Deno.exit(2);
}
const { bench } = await load();
try {
  await bench();
} catch (error) {
  if (!isMistake(error)) throw error;
  console.error(`error: ${error.message}`);
  Deno.exit(2);
}

/** Whether an error is about the options that were given: as in the program, a RangeError is. */
function isMistake(error: unknown): error is Error {
  if (error instanceof RangeError) return true;
  return error instanceof TypeError && "code" in error &&
    String(error.code).startsWith("ERR_PARSE_ARGS");
}
