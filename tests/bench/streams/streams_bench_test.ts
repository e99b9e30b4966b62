import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../bench/main.ts", import.meta.url));

Deno.test("bench streams --quick runs every contender and race, and writes nothing", async () => {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=program", MAIN, "streams", "--quick"],
    stderr: "inherit",
  }).output();
  assert.equal(code, 0);
  const [simulations, races, ...others] = new TextDecoder().decode(stdout).trim().split("\n\n");
  // Nine streams and two kinds of videos, each below two lines of a header.
  assert.equal(simulations?.split("\n").length, 2 + 9);
  assert.equal(races?.split("\n").length, 2 + 2);
  assert.deepEqual(others, []);
});
