/// <reference lib="dom" />
import type { LiveEvent } from "../../api.ts";

/** Whether the page hears of news. */
export type ConnectionState = "connecting" | "live" | "lost" | "asleep";

/** Options of {@linkcode Connection}. */
export interface ConnectionOptions {
  /** Called for each message of the server. */
  readonly onEvent: (event: LiveEvent) => void;
  readonly onState: (state: ConnectionState) => void;
}

/** Time until a connection that the browser gave up is opened again, in milliseconds. */
const RETRY_MS = 2000;

/**
 * Hears what the server reports, and connects again by itself. A tab that nobody sees hears nothing
 * and does nothing; once it is seen again it connects as if for the first time.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Connects while the page is visible. */
  start(): void {
    document.addEventListener("visibilitychange", () => this.#follow());
    this.#follow();
  }

  #follow(): void {
    if (document.hidden) this.#sleep();
    else if (this.#source === undefined) this.#connect();
  }

  #connect(): void {
    this.#options.onState("connecting");
    this.#open();
  }

  #sleep(): void {
    this.#close();
    this.#options.onState("asleep");
  }

  #open(): void {
    clearTimeout(this.#retry);
    const source = new EventSource("/api/events");
    this.#source = source;
    source.addEventListener("message", ({ data }) => {
      const event: LiveEvent = JSON.parse(data);
      if (event.what === "connected") this.#options.onState("live");
      this.#options.onEvent(event);
    });
    source.addEventListener("error", () => {
      this.#options.onState("lost");
      // Otherwise the browser tries again by itself.
      if (source.readyState === EventSource.CLOSED) this.#openLater();
    });
  }

  #openLater(): void {
    this.#close();
    // It stays lost meanwhile, so that this is said once.
    this.#retry = setTimeout(() => this.#open(), RETRY_MS);
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }
}
