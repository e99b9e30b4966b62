import assert from "node:assert/strict";
import { plainReason } from "../../../runtime/ffi/plain_reason.ts";

Deno.test.each(
  [
    ["sizes differ [Op:AddV2] name: ", "sizes differ name:"],
    ["{{function_node f}} no room\n\t [[{{node Add_3}}]]\nHint: If you want", "no room (in Add_3)"],
    [
      "must be equal, but are 1 and 2 for '{{node A_1}} = A[T=DT_FLOAT](P, P)' with input shapes: [1].",
      "must be equal, but are 1 and 2",
    ],
    [
      "1 inputs specified of 2 while building NodeDef 'A_1' using Op<name=A>",
      "1 inputs specified of 2",
    ],
    [
      "NodeDef missing attrs 'padding' from Op<name=A>; NodeDef: {{node A}}",
      "NodeDef missing attrs 'padding'",
    ],
    ["not allowed: float\n\t; NodeDef: {{node A}}; Op<name=A>", "not allowed: float"],
    ["In[0]: [2,2], In[1]: [3,3]", "In[0]: [2,2], In[1]: [3,3]"],
  ] as const,
)("plainReason() shortens %j", (message, expected) => {
  assert.equal(plainReason(message), expected);
});
