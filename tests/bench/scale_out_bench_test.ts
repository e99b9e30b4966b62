import assert from "node:assert/strict";

const MAIN = new URL("../../bench/main.ts", import.meta.url).pathname;

async function predict(...words: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-P=program", MAIN, "scale-out", ...words],
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Ten clips of 0.1 s beside 100 MB of gradients, and nothing else that takes time. */
const GIVEN = [
  ...["--compute-ms", "100", "--clips", "10", "--gradient-megabytes", "100", "--overlap", "0"],
  ...["--host-gigabytes", "1000000", "--message-us", "0", "--latency-us", "0", "--decode-ms", "0"],
  ...["--workers", "2", "--link-gbit", "1,8"],
];

Deno.test("bench scale-out predicts by the numbers that it is given", async () => {
  const { code, stdout, stderr } = await predict(...GIVEN);
  assert.equal(code, 0, stderr);
  const rows = stdout.trim().split("\n").slice(2).map((line) => line.trim().split(/\s+/));
  // 100 MB through 1 Gbit/s are 0.8 s, through 8 Gbit/s 0.1 s.
  assert.deepEqual(rows, [
    ["2", "1", "11.1", "56", "1800", "800", "20", "all-reduce"],
    ["2", "8", "18.2", "91", "1100", "100", "20", "-"],
  ]);
});

Deno.test("bench scale-out refuses what is not a number, in one line", async () => {
  const { code, stderr } = await predict(...GIVEN, "--compute-ms", "fast");
  assert.deepEqual([code, stderr], [
    2,
    "error: Cannot predict as '--compute-ms' must be a number from 0 on: current value is fast\n",
  ]);
});
