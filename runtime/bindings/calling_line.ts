/** URL of the folder runtime/, as stack traces write it. */
const RUNTIME = new URL("../", import.meta.url).href;
/** URL of the project's folder: paths inside it are shown relative to it. */
const PROJECT = new URL("../../", import.meta.url).href;

/**
 * Number of frames to search: about thirty of tfjs lie between an op and the line that asked for
 * it.
 */
const FRAMES = 100;

/**
 * Returns the line that called the runtime, for example "models/networks/slow_resnet.ts:93:10": the first on
 * the stack that belongs neither to the runtime nor to a package.
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

/** Returns the same line from the text of a stack trace. */
export function lineOfCaller(stack: string): string | undefined {
  for (const frame of stack.split("\n")) {
    const location = /((?:file|https?):\/\/[^()]+:\d+:\d+)\)?$/.exec(frame)?.[1];
    if (location === undefined) continue;
    if (location.startsWith(RUNTIME) || PACKAGE.test(location)) continue;
    return decodeURI(location.startsWith(PROJECT) ? location.slice(PROJECT.length) : location);
  }
}

/**
 * Files of a package: under node_modules, or in Deno's cache under
 * npm/<registry>/<package>/<version>/.
 */
const PACKAGE = /\/node_modules\/|\/npm\/[^/]+\/(?:@[^/]+\/)?[^/]+\/\d+\.\d+\.\d+[^/]*\//;
