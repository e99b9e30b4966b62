/// <reference lib="dom" />
import { UnreachableError } from "./unreachable_error.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";

/** What the page says by itself. */
export class Messages {
  readonly #announcement = findElement("announcement");
  readonly #problem = findElement("problem");
  readonly #problemText = findElement("problem-text");

  constructor() {
    findElement("problem-close").addEventListener("click", () => this.hideProblem());
  }

  /** Says something to readers who do not see what changes: rarely, and only what matters. */
  announce(text: string): void {
    setText(this.#announcement, text);
  }

  /** Shows a problem until the reader closes it, or the page connects again. */
  showProblem(error: unknown): void {
    // The header says so, and whatever was asked for is asked for again later.
    if (error instanceof UnreachableError) return;
    setText(this.#problemText, error instanceof Error ? error.message : String(error));
    this.#problem.hidden = false;
    // A mistake of the page itself, so that its place can be found in the console.
    if (error instanceof TypeError) throw error;
  }

  /** Hides what {@linkcode showProblem} has shown. */
  hideProblem(): void {
    this.#problem.hidden = true;
  }
}
