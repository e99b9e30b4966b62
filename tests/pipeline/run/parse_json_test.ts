import assert from "node:assert/strict";
import * as v from "valibot";
import { parseJson } from "../../../pipeline/run/parse_json.ts";

Deno.test("parseJson() keeps its message short, whatever is broken", () => {
  const schema = v.record(v.string(), v.number());
  const huge = "x".repeat(100_000);
  for (const value of [{ [huge]: "text" }, { name: huge }, huge]) {
    assert.throws(
      () => parseJson(JSON.stringify(value), { path: "results.json", schema }),
      ({ message }: Error) => {
        assert.match(message, /^Cannot read results\.json as .+current value is "/);
        return message.length < 300;
      },
    );
  }
});
