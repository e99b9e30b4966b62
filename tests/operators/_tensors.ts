import { tf } from "../../runtime/mod.ts";
import { watchTensors } from "../_leaks.ts";

/** A test that uses tensors and must leave none behind, neither tfjs's nor TensorFlow's. */
export function tensorTest(name: string, test: () => void | Promise<void>): void {
  Deno.test(name, async () => {
    const assertNoLeaks = watchTensors();
    await test();
    assertNoLeaks();
  });
}

/** A test whose tensors all belong to one `tf.tidy`, as those of a training step do. */
export function tidyTest(name: string, test: () => void): void {
  // In braces: tidy would keep what the test happens to return.
  tensorTest(name, () =>
    tf.tidy(() => {
      test();
    }));
}

/** Returns a tensor's values and disposes it. */
export function valuesOf(tensor: tf.Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}
