import type { Answer } from "./page/answer.ts";
import type { AnswersFile } from "./answers_file.ts";
import { describeAnswers } from "./describe_answers.ts";
import { describeReason } from "./describe_reason.ts";
import type { PageState } from "./page/labeling.ts";
import { readPageFile } from "./read_page_file.ts";
import type { SuggestionSet } from "./suggestion.ts";
import type { SuggestionsFolder } from "./suggestions_folder.ts";

/** What the page shows when the lists are written. */
export interface WrittenLists {
  /** What they hold. */
  readonly summary: string;
  /** The command that trains on them. */
  readonly command: string;
}

/** Options of {@linkcode labelHandler}. */
export interface LabelHandlerOptions {
  readonly folder: SuggestionsFolder;
  readonly set: SuggestionSet;
  /** Name of the run, as the page shows it. */
  readonly run: string;
  readonly file: AnswersFile;
  /** Writes the lists to train on. */
  readonly writeLists: () => Promise<WrittenLists>;
}

/** Names of this machine. A page of another name is one of a stranger that points here. */
const HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The page may load from here alone, and no other page may show it. */
const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * Answers the requests of the page for labeling. Videos are named by their numbers, never by paths.
 * Requests for another host name, and those that another page sends, are refused.
 */
export function labelHandler(
  options: LabelHandlerOptions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await respond(request, options);
    } catch (error) {
      return refuse(500, error instanceof Error ? error.message : String(error));
    }
  };
}

async function respond(request: Request, options: LabelHandlerOptions): Promise<Response> {
  const url = new URL(request.url);
  if (!HOSTS.has(url.hostname)) return refuse(403, "this page is for this machine alone");
  const path = url.pathname.slice(1);
  if (request.method === "POST") {
    const isOwn = isOwnPage(request, url);
    return isOwn ? await post(path, request, options) : refuse(403, "another page has sent this");
  }
  if (request.method !== "GET") return refuse(405, `${request.method} is not answered`);
  if (path === "state") return json(stateOf(options));
  const frame = /^frames\/(\d+)\/(\d+)$/.exec(path);
  if (frame !== null) return await sendFrame(Number(frame[1]), Number(frame[2]), options);
  const file = await readPageFile(path);
  if (file === undefined) return refuse(404, `there is no ${url.pathname}`);
  return new Response(file.text, { headers: { ...HEADERS, "Content-Type": file.contentType } });
}

/** Browsers say which page sends something, and ask before a strange one sends JSON. */
function isOwnPage(request: Request, url: URL): boolean {
  const origin = request.headers.get("Origin");
  return (origin === null || origin === url.origin) &&
    request.headers.get("Content-Type") === "application/json";
}

async function post(
  path: string,
  request: Request,
  options: LabelHandlerOptions,
): Promise<Response> {
  if (path === "lists") return json(await options.writeLists());
  if (path !== "answers") return refuse(404, `nothing can be sent to /${path}`);
  const { set: { suggestions, classes }, file } = options;
  const sent = readSent(await request.text());
  const video = typeof sent?.video === "number" ? suggestions[sent.video] : undefined;
  const answer = readAnswer(sent?.answer, classes);
  if (video === undefined || answer === undefined) {
    return refuse(400, "an answer must name a video and one of the classes, none or skip");
  }
  await file.change(new Map([[video.path, answer]]));
  return json(stateOf(options).answers);
}

/** Returns undefined if the text is not an object in JSON. */
function readSent(
  text: string,
): { readonly video?: unknown; readonly answer?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Returns undefined if the value is not an answer; null takes an earlier one back. */
function readAnswer(value: unknown, classes: readonly string[]): Answer | null | undefined {
  if (value === null) return null;
  if (typeof value !== "object" || value === undefined || !("kind" in value)) return undefined;
  if (value.kind === "none" || value.kind === "skip") return { kind: value.kind };
  const name = "class" in value ? classes.find((known) => known === value.class) : undefined;
  return value.kind === "class" && name !== undefined ? { kind: "class", class: name } : undefined;
}

function stateOf({ run, set, file }: LabelHandlerOptions): PageState {
  const { classes, suggestions } = set;
  return {
    run,
    classes,
    videos: suggestions.map((suggestion) => ({
      name: suggestion.id,
      reason: `${describeReason(suggestion)}: ${describeAnswers(suggestion)}`,
      guesses: suggestion.guesses,
      ...suggestion.preview,
    })),
    answers: suggestions.map(({ path }) => file.answers.get(path) ?? null),
  };
}

async function sendFrame(
  video: number,
  frame: number,
  { folder, set }: LabelHandlerOptions,
): Promise<Response> {
  const frames = set.suggestions[video]?.preview.frames ?? 0;
  if (frame >= frames) return refuse(404, `video ${video} has no frame ${frame}`);
  const bytes = await Deno.readFile(folder.frame(video, frame));
  return new Response(bytes, { headers: { ...HEADERS, "Content-Type": "image/jpeg" } });
}

function json(value: unknown): Response {
  return Response.json(value, { headers: HEADERS });
}

function refuse(status: number, reason: string): Response {
  return new Response(reason, { status, headers: { ...HEADERS, "Content-Type": "text/plain" } });
}
