import type { tf } from "../../runtime/mod.ts";
import { watchTensors } from "../_leaks.ts";

/** A test that uses tensors and must leave none behind, neither tfjs's nor TensorFlow's. */
export function tensorTest(
  name: string,
  test: () => void | Promise<void>,
  options: { readonly ignore?: boolean } = {},
): void {
  Deno.test({
    name,
    ignore: options.ignore ?? false,
    async fn() {
      const assertNoLeaks = watchTensors();
      await test();
      assertNoLeaks();
    },
  });
}

/** A tensor's values, which is disposed. */
export function valuesOf(tensor: tf.Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}
