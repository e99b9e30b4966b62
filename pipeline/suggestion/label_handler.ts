import { answerJson } from "../local_page/answer_json.ts";
import { answerPageFile } from "../local_page/answer_page_file.ts";
import { answerText } from "../local_page/answer_text.ts";
import { guardRequests } from "../local_page/guard_requests.ts";
import { PAGE_HEADERS } from "../local_page/page_headers.ts";
import { refuse } from "../local_page/refuse.ts";
import { baseCss } from "../local_page/base_css.ts";
import type { Answer } from "./page/answer.ts";
import type { AnswersFile } from "./answers_file.ts";
import { describeAnswers } from "./describe_answers.ts";
import { describeReason } from "./describe_reason.ts";
import type { PageState } from "./page/labeling.ts";
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

/** Files of the page by the last part of their address. */
const PAGE_FILES: ReadonlyMap<string, URL> = new Map([
  ["", new URL("page/label_page.html", import.meta.url)],
  ["label_page.css", new URL("page/label_page.css", import.meta.url)],
  ["label_page.js", new URL("page/label_page.js", import.meta.url)],
  ["labeling.ts", new URL("page/labeling.ts", import.meta.url)],
]);

/**
 * Answers the requests of the page for labeling. Videos are named by their numbers, never by paths.
 * See {@linkcode guardRequests} for what is refused.
 */
export function labelHandler(
  options: LabelHandlerOptions,
): (request: Request) => Promise<Response> {
  return guardRequests((request, url) => respond(request, url, options));
}

async function respond(
  request: Request,
  url: URL,
  options: LabelHandlerOptions,
): Promise<Response> {
  const path = url.pathname.slice(1);
  if (request.method === "POST") return await post(path, request, options);
  if (path === "base.css") return answerText(await baseCss(), { type: "text/css" });
  if (path === "state") return answerJson(stateOf(options));
  const frame = /^frames\/(\d+)\/(\d+)$/.exec(path);
  if (frame !== null) return await sendFrame(Number(frame[1]), Number(frame[2]), options);
  const file = PAGE_FILES.get(path);
  return file === undefined
    ? refuse(404, `there is no ${url.pathname}`)
    : await answerPageFile(file);
}

async function post(
  path: string,
  request: Request,
  options: LabelHandlerOptions,
): Promise<Response> {
  if (path === "lists") return answerJson(await options.writeLists());
  if (path !== "answers") return refuse(404, `nothing can be sent to /${path}`);
  const { set: { suggestions, classes }, file } = options;
  const sent = readSent(await request.text());
  const video = typeof sent?.video === "number" ? suggestions[sent.video] : undefined;
  const answer = readAnswer(sent?.answer, classes);
  if (video === undefined || answer === undefined) {
    return refuse(400, "an answer must name a video and one of the classes, none or skip");
  }
  await file.change(new Map([[video.path, answer]]));
  return answerJson(stateOf(options).answers);
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
  return new Response(bytes, { headers: { ...PAGE_HEADERS, "Content-Type": "image/jpeg" } });
}
