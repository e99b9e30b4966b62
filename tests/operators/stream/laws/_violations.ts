import assert from "node:assert/strict";

/**
 * What went against a contract inside a stream, where an error that is thrown would be taken for one
 * of the stream.
 */
export class Violations {
  readonly #messages: string[] = [];

  check(isRight: boolean, message: string): void {
    if (!isRight) this.#messages.push(message);
  }

  assertNone(): void {
    assert.deepEqual(this.#messages, []);
  }
}
