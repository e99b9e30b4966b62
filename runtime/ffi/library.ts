import { type LibraryPaths, loadLibrary } from "./load_library.ts";
import { plainReason } from "./plain_reason.ts";
import { releasePages } from "./release_pages.ts";
import { SYMBOLS } from "./symbols.ts";

/** The functions of the opened C library, by name. */
export type Symbols = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/** An address in native memory that is known not to be null. */
export type Pointer = Deno.PointerObject;

/** `TF_INTERNAL` of tensorflow/c/tf_status.h. */
export const INTERNAL = 13;

/**
 * Thrown when TensorFlow refuses a call; the message names the op or C function.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { attr, nativeOp, startTensorFlow, TensorFlowError, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const factors = [tf.ones([2, 2]), tf.ones([3, 3])];
 * const multiply = () => nativeOp("MatMul", [attr.type("T", "float32")], factors, 1);
 * assert.throws(multiply, TensorFlowError);
 * ```
 */
export class TensorFlowError extends Error {
  /** The class's name. */
  override readonly name = "TensorFlowError";
  /**
   * `TF_Code` of tensorflow/c/tf_status.h, for example 3 (invalid argument) or 8 (resource
   * exhausted).
   */
  readonly code: number;

  /**
   * Creates the error.
   *
   * @param code `TF_Code` of tensorflow/c/tf_status.h.
   */
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** TensorFlow's C library, and the one status object that all calls from this thread share. */
export class TensorFlowLibrary {
  readonly symbols: Symbols;
  readonly status: Pointer;
  /** For example "2.21.0". */
  readonly version: string;
  readonly #handles: readonly Pointer[];

  /**
   * Opens the library.
   *
   * @throws {Error} If a file cannot be opened or lacks a function.
   */
  static async open(paths: LibraryPaths): Promise<TensorFlowLibrary> {
    return new TensorFlowLibrary(paths, await loadLibrary(paths));
  }

  private constructor(paths: LibraryPaths, handles: readonly Pointer[]) {
    this.#handles = handles;
    this.symbols = Deno.dlopen(paths.library, SYMBOLS).symbols;
    this.status = present(this.symbols.TF_NewStatus(), "TF_NewStatus");
    this.version = Deno.UnsafePointerView.getCString(
      present(this.symbols.TF_Version(), "TF_Version"),
    );
  }

  /**
   * Requires that the last call succeeded.
   *
   * @param call Name of the C function, and what it was called for.
   * @throws {TensorFlowError} If it failed.
   */
  check(call: string): void {
    if (this.symbols.TF_GetCode(this.status) === 0) return;
    const { code, reason } = this.failure();
    throw new TensorFlowError(`Cannot run ${call}: ${reason}`, code);
  }

  /**
   * Returns the memory of its code and constants to the system; what is used again is read again.
   */
  releasePages(): void {
    for (const handle of this.#handles) releasePages(handle);
  }

  /** Returns why the last call failed: `TF_Code`, and TensorFlow's message on one line. */
  failure(status: Pointer = this.status): { readonly code: number; readonly reason: string } {
    const code = this.symbols.TF_GetCode(status);
    const text = this.symbols.TF_Message(status);
    const message = text === null ? "" : plainReason(Deno.UnsafePointerView.getCString(text));
    return { code, reason: message === "" ? `code ${code}` : message };
  }
}

/**
 * Returns `pointer`, which must not be null.
 *
 * @param from Name of the C function that returned it.
 * @throws {TensorFlowError} If it is null.
 */
export function present(pointer: Deno.PointerValue, from: string): Pointer {
  if (pointer === null) {
    throw new TensorFlowError(
      `Cannot use the result of ${from} as it must be an object: current value is null`,
      INTERNAL,
    );
  }
  return pointer;
}
