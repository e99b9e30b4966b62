import type { tf } from "../tfjs.ts";
import { after } from "./_after.ts";

/**
 * Number of rows of a product from which its weight is cast again for the gradient. A cast to
 * bfloat16 takes as long as the product of about 100 rows: negligible for many rows, as much as
 * bfloat16 gains for few.
 */
const ROWS_TO_CAST_AGAIN = 1024;

/**
 * Returns the weight of a product of `rows` rows, to be used with the gradient `dy` of its result.
 * In bfloat16 the forward pass's cast of the weight is not kept if casting it again costs next to
 * nothing.
 */
export function weightForGradient<T extends tf.Tensor>(weight: T, dy: tf.Tensor, rows: number): T {
  return rows < ROWS_TO_CAST_AGAIN ? weight : after(weight, dy);
}
