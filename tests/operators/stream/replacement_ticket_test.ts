import assert from "node:assert/strict";
import { replacementTicket } from "../../../operators/mod.ts";
import { ticket, videos } from "../_clips.ts";

Deno.test("replacementTicket() keeps role and position, and depends on nothing but its arguments", () => {
  const lists = { labeled: videos("l", 1), unlabeled: videos("u", 5) };
  const replace = replacementTicket(lists, 3);
  const broken = ticket("u2", "unlabeled", 7);
  const ids = Array.from({ length: 20 }, (_, attempt) => {
    const next = replace(broken, attempt)!;
    assert.deepEqual([next.role, next.position, next.epoch], ["unlabeled", 7, 0]);
    assert.deepEqual(next, replacementTicket(lists, 3)(broken, attempt));
    return next.video.id;
  });
  assert.deepEqual([...new Set(ids)].sort(), ["u0", "u1", "u3", "u4"]);
});

Deno.test("replacementTicket() returns null if no other video has the role", () => {
  const replace = replacementTicket({ labeled: videos("l", 1), unlabeled: videos("u", 5) }, 3);
  assert.equal(replace(ticket("l0", "labeled"), 1), null);
});
