import { ELEMENT_BYTES, type ElementType } from "../tensor_files/element_type.ts";
import { jsonProblem } from "../../runtime/text/json_problem.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import type { TensorInfo } from "../tensor_files/tensor_file.ts";
import { SafetensorsError } from "./safetensors_error.ts";

/** Type, shape and position of a tensor in its file. */
export interface TensorEntry extends TensorInfo {
  /** First byte, counted from the start of the file. */
  readonly start: number;
  /** Number of bytes. */
  readonly length: number;
}

/** The content of a header. */
export interface Header {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Number of bytes, at the start of a file, that hold the header's length. */
export const LENGTH_BYTES = 8;

/** Maximum bytes of a header, as in the reference implementation. */
export const HEADER_LIMIT = 100_000_000;

/**
 * Reads and checks a header: each tensor's bytes must fit its shape, and all together must cover
 * the data without gap or overlap.
 *
 * @param bytes The header's JSON.
 * @param fileSize Bytes of the whole file.
 * @throws {SafetensorsError} If the header breaks the format.
 */
export function parseHeader(path: string, bytes: Uint8Array, fileSize: number): Header {
  const record = parseJson(path, bytes);
  const dataStart = LENGTH_BYTES + bytes.length;
  const tensors = new Map<string, TensorEntry>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === "__metadata__") metadata = checkMetadata(path, value);
    else tensors.set(name, checkEntry(path, name, value, dataStart));
  }
  let end = dataStart;
  const inOrder = [...tensors].sort(([, a], [, b]) => a.start - b.start || a.length - b.length);
  for (const [name, { start, length }] of inOrder) {
    if (start !== end) {
      const relation = start < end ? "overlaps the tensor before it" : "leaves a gap before it";
      throw damage(path, `tensor '${shorten(name)}' ${relation}`);
    }
    end += length;
  }
  checkEnd(path, end, fileSize);
  return { tensors, metadata };
}

function checkEnd(path: string, end: number, fileSize: number): void {
  if (end > fileSize) {
    throw new SafetensorsError(
      path,
      `it ends after ${fileSize} of ${end} bytes. A download or copy of it broke off: ` +
        "get the whole file",
    );
  }
  if (end < fileSize) {
    throw damage(path, `its tensors end after ${end} bytes, but the file has ${fileSize}`);
  }
}

function parseJson(path: string, bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw damage(path, "its header is not JSON in UTF-8", { cause });
  }
  if (!isRecord(value) || !text.startsWith("{")) {
    throw damage(path, "its header is not a JSON object");
  }
  const problem = jsonProblem(text);
  if (problem !== undefined) throw damage(path, `its header cannot be read as ${problem}`);
  return value;
}

function checkMetadata(path: string, value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value) || Object.values(value).some((entry) => typeof entry !== "string")) {
    throw damage(path, "its '__metadata__' is not an object of strings");
  }
  return value as Record<string, string>;
}

function checkEntry(
  path: string,
  writtenName: string,
  value: unknown,
  dataStart: number,
): TensorEntry {
  const name = shorten(writtenName);
  if (!isRecord(value)) throw damage(path, `tensor '${name}' is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(ELEMENT_BYTES, dtype)) {
    throw new SafetensorsError(
      path,
      `tensor '${name}' has the type ${describeValue(dtype)}; known are ${
        Object.keys(ELEMENT_BYTES).join(", ")
      }`,
    );
  }
  if (!isCountList(shape)) {
    throw damage(path, `tensor '${name}' has the shape ${describeValue(shape)}`);
  }
  if (!isCountList(offsets) || offsets.length !== 2) {
    throw damage(path, `tensor '${name}' has offsets ${describeValue(offsets)}`);
  }
  const [first, last] = offsets as [number, number];
  const elementType = dtype as ElementType;
  const length = shape.reduce((product, extent) => product * extent, ELEMENT_BYTES[elementType]);
  if (last - first !== length) {
    throw damage(
      path,
      `tensor '${name}', ${dtype} of shape [${
        shorten(String(shape))
      }], needs ${length} bytes but its offsets span ${last - first}`,
    );
  }
  return { dtype: elementType, shape, start: dataStart + first, length };
}

/** Creates the error for a header that contradicts the format, the file or itself. */
function damage(path: string, reason: string, options?: ErrorOptions): SafetensorsError {
  const advice = "The file is damaged, or a faulty program wrote it: get it or write it again";
  return new SafetensorsError(path, `${reason}. ${advice}`, options);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCountList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
}

/** Writes a value so that it fits into a message, whatever it is. */
function describeValue(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    // Without what is in it: that may be nested deeper than the stack.
    return Array.isArray(value) && value.every((item) => typeof item !== "object")
      ? shorten(JSON.stringify(value))
      : "a list or object";
  }
  return shorten(JSON.stringify(value) ?? "none");
}
