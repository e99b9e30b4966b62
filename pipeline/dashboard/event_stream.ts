import {
  finalize,
  fromEvent,
  interval,
  map,
  merge,
  type Observable,
  of,
  type Subscription,
  takeUntil,
} from "rxjs";
import { PAGE_HEADERS } from "../local_page/page_headers.ts";
import type { LiveEvent } from "./api.ts";

/** Options of {@linkcode eventStream}. */
export interface EventStreamOptions {
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Called when the stream has ended, whoever has ended it. */
  readonly onEnd: () => void;
  /**
   * Milliseconds between two signs of life, by which both sides notice that the other one is gone.
   *
   * @default 15000
   */
  readonly heartbeatMilliseconds?: number | undefined;
}

/** Events that may wait for a client. One that reads more slowly is better off to connect again. */
const MAX_WAITING = 64;

/** How long a browser waits before it connects again, in milliseconds. */
const RETRY = "retry: 1000\n\n";

const HEARTBEAT = ": still here\n\n";

/**
 * Makes an answer of server-sent events. The first one says that the connection is there; what a
 * client missed before is not repeated, as it asks for all that it shows then. A client that does not
 * read is disconnected, so that nothing waits for it without end.
 */
export function eventStream(
  events: Observable<LiveEvent>,
  { signal, onEnd, heartbeatMilliseconds = 15_000 }: EventStreamOptions,
): Response {
  // Events first: the files are looked at before the client asks for what is in them.
  const texts = merge(
    events.pipe(map(formatEvent)),
    of(RETRY + formatEvent({ what: "connected" })),
    interval(heartbeatMilliseconds).pipe(map(() => HEARTBEAT)),
  ).pipe(takeUntil(fromEvent(signal, "abort")), finalize(onEnd));
  const encoder = new TextEncoder();
  let subscription: Subscription | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      subscription = texts.subscribe({
        next(text) {
          controller.enqueue(encoder.encode(text));
          if (controller.desiredSize !== null && controller.desiredSize > 0) return;
          subscription?.unsubscribe();
          controller.error(new Error("Cannot send more as the client must read: it does not"));
        },
        error: (error) => controller.error(error),
        complete: () => controller.close(),
      });
    },
    cancel: () => subscription?.unsubscribe(),
  }, new CountQueuingStrategy({ highWaterMark: MAX_WAITING }));
  return new Response(body, { headers: { ...PAGE_HEADERS, "Content-Type": "text/event-stream" } });
}

function formatEvent(event: LiveEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
