/** The folder of the runtime, as stack traces write it. */
const RUNTIME = new URL("../", import.meta.url).href;
/** The project's folder: paths inside it are shown relative to it. */
const PROJECT = new URL("../../", import.meta.url).href;

/** Frames to search: about thirty of tfjs lie between an op and the line that asked for it. */
const FRAMES = 100;

/**
 * Returns the line that asked the runtime for something, for example "models/slow_resnet.ts:93:10": the first
 * on the stack that belongs neither to the runtime nor to a package.
 *
 * @returns undefined if no such line is on the stack.
 */
export function callingLine(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = limit;
  return lineOfCaller(stack);
}

/** Returns the same from a stack trace's text. */
export function lineOfCaller(stack: string): string | undefined {
  for (const frame of stack.split("\n")) {
    const place = /((?:file|https?):\/\/[^()]+:\d+:\d+)\)?$/.exec(frame)?.[1];
    if (place === undefined || place.startsWith(RUNTIME) || PACKAGE.test(place)) continue;
    return decodeURI(place.startsWith(PROJECT) ? place.slice(PROJECT.length) : place);
  }
}

/** Files of a package: under node_modules, or in Deno's cache under npm/<registry>/<package>/<version>/. */
const PACKAGE = /\/node_modules\/|\/npm\/[^/]+\/(?:@[^/]+\/)?[^/]+\/\d+\.\d+\.\d+[^/]*\//;
