import { escapeXml } from "../pictures/svg.ts";

/** Markup that needs no escaping any more. */
export class Html {
  readonly text: string;

  /** @param text HTML; what is text in it must have been escaped. */
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template can contain. */
export type HtmlPart = string | number | Html | readonly HtmlPart[] | undefined;

/**
 * Writes HTML from a template: texts and numbers in it are escaped, `Html` is taken as it is, lists
 * are joined, and `undefined` is nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { markup } from "./html.ts";
 *
 * assert.equal(markup`<b>${"<i>"}</b>`.text, "<b>&lt;i&gt;</b>");
 * ```
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const written = texts.map((text, index) => text + textOf(parts[index]));
  return new Html(written.join(""));
}

function textOf(part: HtmlPart): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return escapeXml(String(part));
}
