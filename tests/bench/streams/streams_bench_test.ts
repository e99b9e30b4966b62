import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../bench/main.ts", import.meta.url));

/** Runs the bench with options. */
function bench(...options: readonly string[]): Promise<Deno.CommandOutput> {
  const args = ["run", "-q", "-P=program", MAIN, "streams", ...options];
  return new Deno.Command(Deno.execPath(), { args }).output();
}

Deno.test("bench streams --quick runs every contender and race, and writes nothing", async () => {
  const { code, stdout, stderr } = await bench("--quick");
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const [simulations, races, ...others] = new TextDecoder().decode(stdout).trim().split("\n\n");
  // Nine streams and two kinds of videos, each below two lines of a header.
  assert.equal(simulations?.split("\n").length, 2 + 9);
  assert.equal(races?.split("\n").length, 2 + 2);
  assert.deepEqual(others, []);
});

Deno.test("bench streams measures nothing with a number that is none", async () => {
  const { code, stderr } = await bench("--quick", "--rounds", "many");
  assert.equal(code, 2);
  assert.match(new TextDecoder().decode(stderr), /'--rounds' must be a positive integer/);
});
