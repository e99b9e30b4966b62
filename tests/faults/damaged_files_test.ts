import assert from "node:assert/strict";
import fc from "fast-check";
import { withFolder } from "../_temporary_folder.ts";
import { checkDamaged } from "./_check_damaged.ts";
import { fileKinds } from "./_file_kinds.ts";
import { CHANGES, mutate } from "./_mutations.ts";

/** Runs of each law; more by hand. */
const RUNS = Number(Deno.env.get("FC_NUM_RUNS") ?? 25);

const kinds = await withFolder(fileKinds);

for (const kind of kinds) {
  Deno.test(`a damaged file of the kind '${kind.name}' is read, or refused by one message`, async () => {
    const content = typeof kind.content === "string"
      ? new TextEncoder().encode(kind.content)
      : kind.content;
    assert.equal(await checkDamaged(kind, content), "read");
    await fc.assert(
      fc.asyncProperty(CHANGES, async (changes) => {
        await checkDamaged(kind, mutate(content, changes));
      }),
      { numRuns: RUNS },
    );
  });
}
