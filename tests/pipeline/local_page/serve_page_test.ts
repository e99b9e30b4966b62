import assert from "node:assert/strict";
import { servePage } from "../../../pipeline/local_page/serve_page.ts";

async function serve(options: { readonly port: number; readonly otherPorts?: number }) {
  const controller = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const handler = () => Promise.resolve(new Response("here"));
  const served = servePage(handler, { ...options, signal: controller.signal, onListen: resolve });
  served.catch(reject);
  return {
    address: await promise,
    async [Symbol.asyncDispose]() {
      controller.abort();
      await served;
    },
  };
}

Deno.test("servePage() serves to this machine alone", async () => {
  await using page = await serve({ port: 0 });
  assert.match(page.address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.equal(await (await fetch(page.address)).text(), "here");
});

Deno.test("servePage() takes the next free port, but not instead of one that was named", async () => {
  await using first = await serve({ port: 0 });
  const port = Number(new URL(first.address).port);
  await assert.rejects(serve({ port }), {
    message: `Cannot show the page as port ${port} must be free: another program uses it; ` +
      "give another --port",
  });
  await using second = await serve({ port, otherPorts: 20 });
  assert.ok(Number(new URL(second.address).port) > port);
});
