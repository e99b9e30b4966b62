import assert from "node:assert/strict";
import { createModel, type Model } from "../../../models/mod.ts";
import { freezeByPrefix } from "../../../pipeline/networks/freeze_by_prefix.ts";

const PAIR = {
  primary: createModel("slow_r18"),
  auxiliary: createModel("timesformer_vit_s"),
};

const frozenOf = ({ parameters }: Model) =>
  parameters.filter(({ frozen }) => frozen).map(({ name }) => name);

Deno.test("freezeByPrefix() ends a prefix at a dot", () => {
  const { primary, auxiliary } = freezeByPrefix(PAIR, ["blocks.1"]);
  assert.ok(frozenOf(primary).every((name) => name.startsWith("blocks.1.")));
  assert.equal(frozenOf(auxiliary).length, 20);
  assert.ok(frozenOf(auxiliary).every((name) => name.startsWith("blocks.1.")));
});

Deno.test("freezeByPrefix() freezes in one network by its name, and single parameters", () => {
  const { primary, auxiliary } = freezeByPrefix(PAIR, ["auxiliary.blocks.1", "pos_embed"]);
  assert.deepEqual(frozenOf(primary), []);
  assert.equal(frozenOf(auxiliary).length, 21);
  assert.deepEqual(
    frozenOf(
      freezeByPrefix(PAIR, ["auxiliary"].map((name) => `${name}.norm`))
        .auxiliary,
    ),
    ["norm.weight", "norm.bias"],
  );
});

Deno.test("freezeByPrefix() returns the networks themselves without prefixes", () => {
  assert.deepEqual(freezeByPrefix(PAIR), PAIR);
  assert.equal(freezeByPrefix(PAIR, []).primary, PAIR.primary);
});

const REFUSED: readonly (readonly [prefixes: readonly string[], message: RegExp])[] = [
  [
    ["block.0"],
    /optimizer\.frozen must hold beginnings of parameter names: nothing begins with block\.0; the primary network has blocks; the auxiliary network has cls_token, pos_embed, time_embed, patch_embed, blocks, norm, head$/,
  ],
  [["primary.blocks.9"], /the primary network has 0 to 5 below blocks; the auxiliary/],
  [
    ["blocks.0.con"],
    /the primary network has conv, norm below blocks\.0; the auxiliary network has norm1, /,
  ],
  [["primary"], /must leave something to train: it freezes the whole primary network$/],
  [["blocks"], /must leave something to train: it freezes the whole primary network$/],
];

Deno.test.each(REFUSED)("freezeByPrefix() refuses %j", (prefixes, message) => {
  assert.throws(() => freezeByPrefix(PAIR, prefixes), { name: "ConfigError", message });
});
