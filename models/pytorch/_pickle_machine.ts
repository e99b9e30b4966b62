import type { ByteCursor } from "./_byte_cursor.ts";
import type { NumpyArray, NumpyType, PickleBytes, PickleValue } from "./_pickle_values.ts";

/** What a pickle refers to that only its file knows. */
export interface PickleContext {
  /** Calls a function that is known to build values only; undefined if it is not such a function. */
  readonly call: (name: string, args: readonly PickleValue[]) => PickleValue | undefined;
  /** Returns what an identifier refers to that the writer keeps outside of the pickle. */
  readonly resolve: (identifier: PickleValue) => PickleValue;
  /** Gives an array or a type of NumPy its state. */
  readonly build: (target: NumpyArray | NumpyType, state: PickleValue) => void;
  /** Returns the text that bytes of Python 2 are. */
  readonly text: (bytes: PickleBytes) => string;
}

/** The stack and the memory that the steps of a pickle work on. */
export class PickleMachine {
  readonly cursor: ByteCursor;
  readonly context: PickleContext;
  #stack: PickleValue[] = [];
  readonly #marked: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(cursor: ByteCursor, context: PickleContext) {
    this.cursor = cursor;
    this.context = context;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw this.error("its pickle takes a value that is not there");
    return value;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.error("its pickle uses a value that is not there");
    return value;
  }

  mark(): void {
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** Takes all values after the last mark. */
  popMarked(): PickleValue[] {
    const values = this.#stack;
    const before = this.#marked.pop();
    if (before === undefined) throw this.error("its pickle takes values from a mark not there");
    this.#stack = before;
    return values;
  }

  /** Takes the last values. */
  popMany(count: number): PickleValue[] {
    const values = Array.from({ length: count }, () => this.pop());
    return values.reverse();
  }

  /** Ignores the last value, or a mark if there is none after it. */
  drop(): void {
    if (this.#stack.length === 0 && this.#marked.length > 0) this.popMarked();
    else this.pop();
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.error("its pickle recalls a value that is not there");
    this.push(value);
  }

  error(reason: string): Error {
    return this.cursor.error(reason);
  }
}
