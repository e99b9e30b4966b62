import assert from "node:assert/strict";
import { type OpGroup, opGroup, type StepPart } from "../../../bench/profile/op_group.ts";
import { attr } from "../../../runtime/mod.ts";

const TRANSPOSED = [attr.bool("transpose_a", true)];

Deno.test.each<[string, Partial<Parameters<typeof opGroup>[0]>, StepPart, OpGroup]>([
  ["Conv2D", {}, "forward", "products, forward"],
  ["Conv2DBackpropInput", {}, "backward", "input gradients"],
  ["Conv3DBackpropFilterV2", {}, "backward", "filter gradients"],
  ["MatMul", {}, "forward", "products, forward"],
  ["MatMul", {}, "backward", "input gradients"],
  ["MatMul", { attributes: TRANSPOSED }, "backward", "filter gradients"],
  ["im2col", {}, "backward", "filter gradients"],
  ["BatchMatMulV2", { shapes: [[6, 17, 64], [6, 64, 17]] }, "forward", "attention"],
  ["BatchMatMulV2", { shapes: [[6, 1, 32], [6, 32, 64]] }, "backward", "filter gradients"],
  ["attention_weights", {}, "forward", "attention"],
  ["layer_norm_gradient", {}, "backward", "normalization"],
  ["gelu", {}, "forward", "activation"],
  ["Transpose", {}, "forward", "copies"],
  ["sgd_step", {}, "update", "update"],
  ["Mul", {}, "update", "update"],
  ["Exp", {}, "forward", "other"],
])("opGroup() of %s", (name, op, part, group) => {
  assert.equal(opGroup({ name, attributes: [], shapes: [], ...op }, part), group);
});
