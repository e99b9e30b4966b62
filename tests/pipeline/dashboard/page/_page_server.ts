import { answerDashboardFile } from "../../../../pipeline/dashboard/answer_dashboard_file.ts";
import type { LiveEvent } from "../../../../pipeline/dashboard/api.ts";
import { PAGE_HEADERS } from "../../../../pipeline/local_page/page_headers.ts";
import { serve, type Served } from "../../local_page/_served.ts";

/**
 * Serves the dashboard's page with answers that a test makes up: the page sees the same as of the
 * real server.
 */
export class PageServer implements AsyncDisposable {
  /** Answers by their path below `/api/`, without the query; a text is an error. */
  readonly answers = new Map<string, unknown>();
  /** Paths below `/api/` that were asked for, with their query. */
  readonly asked: string[] = [];
  /** Whether no further page is let in. */
  isFull = false;
  /** Number of pages that were not let in. */
  refused = 0;
  readonly #listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #served: Served | undefined;
  #port = 0;

  /** Address of the page. */
  get address(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** Number of pages that listen. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Starts to serve; after a stop on the same port. */
  async start(): Promise<void> {
    this.#served = await serve((request) => this.#respond(request), { port: this.#port });
    this.#port = Number(new URL(this.#served.address).port);
  }

  /** Sends a message to all pages. */
  send(event: LiveEvent): void {
    const bytes = new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
    for (const listener of this.#listeners) listener.enqueue(bytes);
  }

  /** Ends all connections. */
  async stop(): Promise<void> {
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
    await this.#served?.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #respond(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/api/events") return this.#listen();
    if (pathname.startsWith("/api/")) return this.#answer(pathname.slice("/api/".length), search);
    return await answerDashboardFile(pathname);
  }

  #answer(path: string, search: string): Response {
    this.asked.push(path + search);
    const answer = this.answers.get(path);
    if (answer === undefined) return new Response(`there is no ${path}`, { status: 404 });
    if (typeof answer === "string") return new Response(answer, { status: 500 });
    return Response.json(answer, { headers: PAGE_HEADERS });
  }

  #listen(): Response {
    if (this.isFull) {
      this.refused++;
      return new Response("64 pages are open already", { status: 503 });
    }
    let listener: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        listener = controller;
        this.#listeners.add(controller);
        controller.enqueue(new TextEncoder().encode(`retry: 100\ndata: {"what":"connected"}\n\n`));
      },
      cancel: () => void this.#listeners.delete(listener),
    });
    return new Response(body, {
      headers: { ...PAGE_HEADERS, "Content-Type": "text/event-stream" },
    });
  }
}
