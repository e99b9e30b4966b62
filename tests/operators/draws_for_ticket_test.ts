import assert from "node:assert/strict";
import { drawsFor, drawsForTicket } from "../../operators/mod.ts";
import { ticket } from "./_clips.ts";

Deno.test("drawsForTicket() draws for the phase, epoch, video, role and repeat of the ticket", () => {
  const shown = { ...ticket("a", "labeled"), phase: 4, epoch: 2, repeat: 3 };
  const key = { phase: 4, epoch: 2, video: "a", role: "labeled", repeat: 3 } as const;
  const expected = drawsFor({ ...key, seed: 5, view: "weak" });
  assert.equal(drawsForTicket(shown, "weak", 5).uniform(0, 1), expected.uniform(0, 1));
});

Deno.test("drawsForTicket() does not depend on the position", () => {
  const draw = (shown: Parameters<typeof drawsForTicket>[0]) =>
    drawsForTicket(shown, "weak", 5).integer(0, 1_000_000);
  assert.equal(draw(ticket("a", "unlabeled", 0)), draw(ticket("a", "unlabeled", 9)));
});
