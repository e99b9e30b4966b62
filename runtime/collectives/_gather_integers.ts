import { device } from "../device.ts";
import { attr } from "../ffi/attributes.ts";
import { DataType } from "../ffi/data_types.ts";
import { type Exchange, unlimitedAttributes } from "./_exchange.ts";

/**
 * Gives each worker the numbers of all workers, in the order of their tasks. Waits on another thread.
 *
 * @param values As many on each worker; another name for another number of them.
 * @throws {TensorFlowError} If another worker is lost or fails.
 */
export async function gatherIntegers(
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
