import { SYSTEM_PROBLEMS, type SystemProblem } from "./_system_problems.ts";

/**
 * Explains an error of the operating system, the network or a database file to the user: what could
 * not be done, what must hold, what is, and what to do. Undefined for any other error.
 *
 * This is the only place that words such errors. What can say more, as the reader of a data set,
 * catches them itself.
 */
export function explainSystemError(error: Error): string | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const { must, is, remedy } = SYSTEM_PROBLEMS.get(code) ?? unknownProblem(code, error);
  const what = describeRequest(error);
  return `Cannot ${what} as ${must}: ${is}. ${remedy}`;
}

/** What is known of a code that the table does not have. */
function unknownProblem(code: string, { message }: Error): SystemProblem {
  return {
    must: "the operating system must allow it",
    is: `it reports ${code} (${message.replace(/ \(os error \d+\).*$/s, "")})`,
    remedy: "Mend that and run the command again",
  };
}

/** Message of `fetch` for every failure of the network; the error's cause says which. */
const FETCH_FAILED = "fetch failed";

/** Message of Deno for an empty path, where it has no code of the operating system. */
const EMPTY_PATH = "Empty path is not allowed";

/** Memory that the JavaScript engine cannot get. */
const OUT_OF_MEMORY = /^(?:Array buffer allocation failed|Invalid typed array length)/;

const SQLITE_CODE = "ERR_SQLITE_ERROR";

/**
 * SQLite's messages for what a user can mend, by code; other errors of SQLite are bugs in a query.
 */
const SQLITE_MESSAGES: ReadonlyMap<string, RegExp> = new Map([
  ["SQLITE_CANTOPEN", /^unable to open database file/],
  ["SQLITE_READONLY", /^attempt to write a readonly database/],
  ["SQLITE_BUSY", /^database (?:table )?is locked/],
  ["SQLITE_CORRUPT", /^(?:database disk image is malformed|file is not a database)/],
  ["SQLITE_FULL", /^database or disk is full/],
  ["SQLITE_IOERR", /^disk I\/O error/],
]);

function codeOf(error: Error): string | undefined {
  const { message } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code === SQLITE_CODE) {
    return SQLITE_MESSAGES.entries().find(([, pattern]) => pattern.test(message))?.[0];
  }
  if (message === EMPTY_PATH) return "EMPTY_PATH";
  if (error instanceof TypeError && message === FETCH_FAILED) return "NETWORK";
  if (error instanceof RangeError && OUT_OF_MEMORY.test(message)) return "ENOMEM";
  if (message.startsWith("Could not open library")) return "LIBRARY";
  // Codes of Node's own refusals, such as ERR_INVALID_ARG_TYPE, are bugs of the program.
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return code;
  return /\(os error \d+\)/.test(message) ? "EUNKNOWN" : undefined;
}

/** Names of the operations in Deno's and Node's messages, in words. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ["readdir", "list"],
  ["scandir", "list"],
  ["mkdir", "make the folder"],
  ["readfile", "read"],
  ["read", "read"],
  ["writefile", "write"],
  ["write", "write"],
  ["rename", "write"],
  ["copyfile", "copy"],
  ["remove", "remove"],
  ["unlink", "remove"],
  ["stat", "find"],
  ["lstat", "find"],
  ["realpath", "find"],
  ["tmpfile", "write a file"],
  ["utime", "write the time of"],
  ["chdir", "change to"],
  ["spawn", "start"],
]);

/** Describes what was asked of the operating system: "write 'results.json'". */
function describeRequest({ message, cause }: Error): string {
  const [, name = "", paths = ""] = /(?:: |, )(\w+)(?: ('.*'))?$/s.exec(message) ?? [];
  const [, spawned] = /^Failed to spawn ('.*?'): /s.exec(message) ?? [];
  if (spawned !== undefined) return `start ${spawned}`;
  const [, database] = /^unable to open database file: (.*)$/s.exec(message) ?? [];
  if (database !== undefined) return `open the database '${database}'`;
  const [, library] = /^(?:Could not open library: )+(\S+): /.exec(message) ?? [];
  if (library !== undefined) return `open the library '${library}'`;
  if (message === FETCH_FAILED) return `download ${urlOf(cause)}`;
  if (name === "") return "use a file or folder";
  const words = OPERATIONS.get(name) ?? name;
  return paths === "" ? words : `${words} ${finalPath(paths)}`;
}

function urlOf(cause: unknown): string {
  const [, url = "a file"] = /for url \((.*?)\): /.exec(String(cause)) ?? [];
  return url;
}

/**
 * The path that the user knows: files are written under a temporary name, then renamed.
 *
 * @param paths One path in quotes, or two with an arrow between.
 */
function finalPath(paths: string): string {
  const target = paths.split("' -> '").at(-1) ?? paths;
  const path = target.replace(/\.[0-9a-f]{8}-[0-9a-f-]{27}\.partial(?='$)/, "");
  return path.startsWith("'") ? path : `'${path}`;
}
