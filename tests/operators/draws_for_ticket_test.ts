import assert from "node:assert/strict";
import { drawsFor, drawsForTicket } from "../../operators/mod.ts";
import { ticket } from "./_clips.ts";

Deno.test("drawsForTicket() draws for the epoch, the video and the repeat of the ticket", () => {
  const shown = { ...ticket("a"), epoch: 2, repeat: 3 };
  const expected = drawsFor({ seed: 5, epoch: 2, video: "a", view: "weak", repeat: 3 });
  assert.equal(drawsForTicket(shown, "weak", 5).uniform(0, 1), expected.uniform(0, 1));
});

Deno.test("drawsForTicket() depends neither on the position nor on the role", () => {
  const draw = (shown: Parameters<typeof drawsForTicket>[0]) =>
    drawsForTicket(shown, "weak", 5).integer(0, 1_000_000);
  assert.equal(draw(ticket("a", "unlabeled", 0)), draw(ticket("a", "labeled", 9)));
});
