import assert from "node:assert/strict";
import { readOwnFact } from "../../../models/weights/_own_facts.ts";
import { NAMED_CONFIGS, TensorFileError } from "../../../models/mod.ts";

Deno.test("readOwnFact() reads every network that this program writes", () => {
  for (const config of Object.values(NAMED_CONFIGS)) {
    const metadata = { network: JSON.stringify(config) };
    assert.deepEqual(readOwnFact("x.safetensors", metadata, "network"), config);
  }
  assert.equal(readOwnFact("x.safetensors", {}, "network"), undefined);
  const clip = { size: 112, frames: 8 };
  const metadata = { clip: JSON.stringify({ ...clip, fps: 30 }), classes: '["run"]' };
  assert.deepEqual(readOwnFact("x.safetensors", metadata, "clip"), clip);
  assert.deepEqual(readOwnFact("x.safetensors", metadata, "classes"), ["run"]);
});

const RESNET = JSON.stringify(NAMED_CONFIGS.slow_r50);

for (
  const [key, text, message] of [
    ["network", "no JSON", /its metadata has a 'network' that this program does not write: 'no J/],
    ["network", "[".repeat(1e6), /^.{0,400}$/],
    ["network", RESNET.replace("slow-resnet", "other"), /\(kind: /],
    ["network", RESNET.replace(/"width":\d+/, '"width":1e15'), /\(width: /],
    ["network", RESNET.replace(/"depths":\[\d+/, '"depths":[1000000000'), /\(depths\.0: /],
    ["classes", '{"0":"run"}', /'classes' that this program does not write/],
    ["classes", "[1]", /\(0: /],
    ["clip", '{"size":"112"}', /\(size: /],
    ["normalization", '{"mean":[0,0],"std":[1,1,1]}', /\(mean\.2: /],
  ] as const
) {
  Deno.test(`readOwnFact() refuses as ${key}: ${text.slice(0, 30)}`, () => {
    assert.throws(() => readOwnFact("x.safetensors", { [key]: text }, key), (error) => {
      assert.ok(error instanceof TensorFileError, Deno.inspect(error));
      assert.match(error.message, message);
      return true;
    });
  });
}
