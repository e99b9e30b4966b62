import { device } from "../device.ts";
import { attr } from "../ffi/attributes.ts";
import { DataType } from "../ffi/data_types.ts";
import { type Exchange, unlimitedAttributes } from "./_exchange.ts";

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
  const lengths = await gathered(Int32Array.of(bytes.length), { group, name: `${name}: lengths` });
  const width = PADDING * Math.ceil(Math.max(1, ...lengths) / PADDING);
  const padded = new Int32Array(width);
  padded.set(bytes);
  const all = await gathered(padded, { group, name: `${name}: texts of ${width}` });
  return Array.from(lengths, (length, task) => {
    const codes = all.subarray(task * width, task * width + length);
    return new TextDecoder().decode(Uint8Array.from(codes));
  });
}

async function gathered(
  values: Int32Array<ArrayBuffer>,
  exchange: Exchange,
): Promise<Int32Array> {
  const { binding } = device();
  const id = binding.createTensor([values.length], DataType.int32, values);
  const attributes = [
    ...unlimitedAttributes(exchange),
    attr.type("T", "int32"),
    attr.shape("shape", [values.length * exchange.group.size]),
  ];
  try {
    const results = await binding.callFunction("CollectiveGather", attributes, [id], 1);
    const [result] = results as [typeof results[number]];
    const all = binding.tensorDataSync(result.id) as Int32Array;
    binding.deleteTensor(result.id);
    return all;
  } finally {
    binding.deleteTensor(id);
  }
}
