import assert from "node:assert/strict";
import { ConfigError } from "../../../pipeline/config/config_error.ts";

const SEED = { path: "seed", message: "must be a number: current value is true" };
const WHOLE = { path: "", message: "must be JSON" };

Deno.test("ConfigError words one mistake in one line", () => {
  assert.equal(
    new ConfigError("the config x", [SEED]).message,
    "Cannot use the config x as seed must be a number: current value is true",
  );
  assert.equal(
    new ConfigError("the config x", [WHOLE]).message,
    "Cannot use the config x as it must be JSON",
  );
});

Deno.test("ConfigError lists several mistakes, and keeps them and its cause", () => {
  const cause = new Error("deeper");
  const error = new ConfigError("the config x", [SEED, WHOLE], { cause });
  assert.deepEqual(error.message.split("\n"), [
    "Cannot use the config x as it has 2 mistakes:",
    "  seed must be a number: current value is true",
    "  it must be JSON",
  ]);
  assert.deepEqual([error.issues, error.cause], [[SEED, WHOLE], cause]);
});

Deno.test("ConfigError shortens the name of what cannot be used, as somebody may have broken it", () => {
  const source = `the config ${" ".repeat(5000)}end`;
  const { message } = new ConfigError(source, [{ path: "seed", message: "must be there" }]);
  assert.ok(message.length < 2000);
  assert.match(message, /^Cannot use the config .* \[\.\.\.\] .*end as seed must be there$/);
});
