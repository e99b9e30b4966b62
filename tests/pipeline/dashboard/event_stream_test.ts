import assert from "node:assert/strict";
import { NEVER, Subject, throwError } from "rxjs";
import type { LiveEvent } from "../../../pipeline/dashboard/api.ts";
import { eventStream } from "../../../pipeline/dashboard/event_stream.ts";

const NOTHING = () => {};

Deno.test("eventStream() says that it is there, then sends events and signs of life", async () => {
  const events = new Subject<LiveEvent>();
  const end = new AbortController();
  const { body, headers } = eventStream(events, {
    signal: end.signal,
    onEnd: NOTHING,
    heartbeatMilliseconds: 20,
  });
  assert.equal(headers.get("Content-Type"), "text/event-stream");
  events.next({ what: "series", run: "a" });
  let text = "";
  for await (const part of body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes("still here")) end.abort();
  }
  const [retry, connected, series, heartbeat] = text.split("\n\n");
  assert.deepEqual([retry, connected, series, heartbeat], [
    "retry: 1000",
    'data: {"what":"connected"}',
    'data: {"what":"series","run":"a"}',
    ": still here",
  ]);
  assert.ok(!events.observed);
});

Deno.test("eventStream() unsubscribes when its client is gone", async () => {
  const events = new Subject<LiveEvent>();
  let ended = 0;
  const signal = new AbortController().signal;
  const { body } = eventStream(events, { signal, onEnd: () => ended++ });
  assert.ok(events.observed);
  await body!.cancel();
  assert.deepEqual([events.observed, ended], [false, 1]);
});

Deno.test("eventStream() disconnects a client that does not read", async () => {
  const events = new Subject<LiveEvent>();
  let ended = 0;
  const signal = new AbortController().signal;
  const { body } = eventStream(events, { signal, onEnd: () => ended++ });
  let sent = 0;
  while (events.observed && sent < 10_000) {
    events.next({ what: "runs" });
    sent++;
  }
  assert.deepEqual([sent, ended], [63, 1]);
  await assert.rejects(new Response(body).text(), /as the client must read: it does not/);
});

Deno.test("eventStream() ends with an error of the events", async () => {
  const signal = new AbortController().signal;
  const broken = throwError(() => new Error("no folder"));
  const { body } = eventStream(broken, { signal, onEnd: NOTHING });
  await assert.rejects(new Response(body).text(), /no folder/);
});

Deno.test("eventStream() ends at once with the server", async () => {
  const end = new AbortController();
  let ended = 0;
  const { body } = eventStream(NEVER, { signal: end.signal, onEnd: () => ended++ });
  end.abort();
  assert.match(await new Response(body).text(), /connected/);
  assert.equal(ended, 1);
});
