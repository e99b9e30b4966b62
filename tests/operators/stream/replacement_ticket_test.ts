import assert from "node:assert/strict";
import { drawsForTicket, replacementTicket } from "../../../operators/mod.ts";
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

Deno.test("replacementTicket() gives a video other draws than in its own turn, and each time others", () => {
  const lists = { labeled: [], unlabeled: videos("u", 2) };
  const replace = replacementTicket(lists, 3);
  const own = ticket("u1", "unlabeled", 1);
  const replacements = [0, 2].map((position) => replace(ticket("u0", "unlabeled", position), 1)!);
  const shown = [own, ...replacements];
  assert.deepEqual(shown.map(({ video }) => video.id), ["u1", "u1", "u1"]);
  const drawn = shown.map((ticket) => drawsForTicket(ticket, "window", 3).uniform(0, 1));
  assert.equal(new Set(drawn).size, 3);
});
