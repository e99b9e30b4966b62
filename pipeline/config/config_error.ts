import { shorten } from "../../runtime/text/shorten.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";
import { shortenMiddle } from "../../runtime/text/shorten_middle.ts";

/** Mistakes that a message shows. */
const ISSUES_SHOWN = 20;

/** Something that is wrong in a configuration. */
export interface ConfigIssue {
  /** Dotted path of the field, such as `optimizer.learningRate`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong with it, as the rest of a sentence: `must be W: current value is X`. */
  readonly message: string;
}

/**
 * Thrown when a configuration cannot be used; lists every problem at once.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ConfigError, loadConfig } from "@actnetformer/deno/pipeline";
 *
 * await assert.rejects(loadConfig("no such preset"), ConfigError);
 * ```
 */
export class ConfigError extends Error {
  /** The class's name. */
  override readonly name = "ConfigError";
  /** Every problem found, in the order of the schema. */
  readonly issues: readonly ConfigIssue[];

  /**
   * Creates an error from what is wrong.
   *
   * @param source What cannot be used, such as `the config motion_small`.
   * @param issues Every problem found.
   */
  constructor(source: string, issues: readonly ConfigIssue[], options?: ErrorOptions) {
    super(`Cannot use ${plainLine(shortenMiddle(source))} as ${describeIssues(issues)}`, options);
    this.issues = issues;
  }
}

function describeIssues(issues: readonly ConfigIssue[]): string {
  const lines = issues.slice(0, ISSUES_SHOWN).map(({ path, message }) =>
    plainLine(shortenMiddle(`${path === "" ? "it" : shorten(path)} ${message}`))
  );
  if (lines.length === 1) return lines.join();
  const more = issues.length - lines.length;
  if (more > 0) lines.push(`and ${more} more`);
  return `it has ${issues.length} mistakes:\n  ${lines.join("\n  ")}`;
}
