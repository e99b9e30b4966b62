import type { Exchange } from "./_exchange.ts";
import { gatherIntegers } from "./_gather_integers.ts";

/** Texts are padded to multiples of this length, so that few shapes occur. */
const PADDING = 256;

/**
 * Gives each worker the texts of all workers, in the order of their tasks. Waits on another thread.
 *
 * @throws {TensorFlowError} If another worker is lost or fails.
 */
export async function exchangeTexts(
  text: string,
  { group, name }: Exchange,
): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const lengths = await gatherIntegers(Int32Array.of(bytes.length), {
    group,
    name: `${name}: lengths`,
  });
  const width = PADDING * Math.ceil(Math.max(1, ...lengths) / PADDING);
  const padded = new Int32Array(width);
  padded.set(bytes);
  const all = await gatherIntegers(padded, { group, name: `${name}: texts of ${width}` });
  return Array.from(lengths, (length, task) => {
    const codes = all.subarray(task * width, task * width + length);
    return new TextDecoder().decode(Uint8Array.from(codes));
  });
}
