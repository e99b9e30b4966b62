import assert from "node:assert/strict";
import { join } from "node:path";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { findMethod } from "../../../pipeline/methods/find_method.ts";
import { withFolder } from "../../_temporary_folder.ts";

async function withModule(source: string, check: (path: string) => Promise<void>) {
  await withFolder(async (folder) => {
    const path = join(folder, "method.ts");
    await Deno.writeTextFile(path, source);
    await check(path);
  });
}

Deno.test("findMethod() finds the program's methods by name, and a user's by path", async () => {
  assert.equal(await findMethod("cmpl"), METHODS.cmpl);
  const source = `export default
    { pipeline() { throw new Error(); }, dual: true, unlabeled: true, losses: ["contrast"] };`;
  await withModule(source, async (path) => assert.ok((await findMethod(path)).dual));
});

for (
  const [what, source, message] of [
    ["that exports no default", "export const dual = true;", /default export must be a Method/],
    ["with a field of another type", "export default { pipeline: 1 };", /Method: pipeline: /],
    [
      "without a loss",
      `export default { pipeline() {}, dual: true, unlabeled: true, losses: [] };`,
      /Method: losses: /,
    ],
    [
      "with half a projection head",
      `export default { pipeline() {}, dual: true, unlabeled: true, losses: ["a"],
        projection: { primary: { layers: [8, 4] } } };`,
      /Method: projection\.primary\.normalized: /,
    ],
    [
      "with a field that is nearly one of a Method",
      `export default
        { pipeline() {}, dual: true, unlabeled: true, losses: ["a"], phase: () => [] };`,
      /Method: phase: is an unknown field; did you mean phases\?$/,
    ],
    ["that throws", `throw new Error("not today");`, /must be a module: not today$/],
  ] as const
) {
  Deno.test(`findMethod() refuses a module ${what}`, () =>
    withModule(source, (path) => assert.rejects(findMethod(path), message)));
}

Deno.test("findMethod() says that a file is missing, and where it was looked for", () =>
  assert.rejects(findMethod("./none.ts"), {
    name: "Error",
    message: `Cannot use the method ./none.ts as there is no such file: ${Deno.cwd()}/none.ts`,
  }));
