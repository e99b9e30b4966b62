import type { RecordedNode } from "../../runtime/mod.ts";

/** Returns the bytes of a constant's values, which are not copied. */
export function constantBytes({ name, values }: RecordedNode): Uint8Array<ArrayBuffer> {
  if (values !== undefined) {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  throw new TypeError(`Cannot encode '${name}' as a constant must have values: it has none`);
}
