import assert from "node:assert/strict";

Deno.test("bench refuses an unknown topic and names the known ones", async () => {
  const main = new URL("../../bench/main.ts", import.meta.url).pathname;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", main, "unknown"],
    stdout: "null",
  }).output();
  assert.equal(code, 2);
  const message = new TextDecoder().decode(stderr).trim();
  assert.equal(
    message,
    "error: Cannot run a bench as its topic must be one of " +
      "engine, gpu, chart, streams, manifest, suggestion, small-op, workers, loading, scale-out, methods: current value is unknown",
  );
});
