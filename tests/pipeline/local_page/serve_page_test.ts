import assert from "node:assert/strict";
import { serve } from "./_served.ts";

function handler(): Promise<Response> {
  return Promise.resolve(new Response("here"));
}

Deno.test("servePage() serves to this machine alone", async () => {
  await using page = await serve(handler);
  assert.match(page.address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.equal(await (await fetch(page.address)).text(), "here");
});

Deno.test("servePage() takes the next free port, but not instead of one that was named", async () => {
  await using first = await serve(handler);
  const port = Number(new URL(first.address).port);
  await assert.rejects(serve(handler, { port }), {
    message: `Cannot show the page as port ${port} must be free: another program uses it; ` +
      "give another --port",
  });
  await using second = await serve(handler, { port, otherPorts: 20 });
  assert.ok(Number(new URL(second.address).port) > port);
});
