import type { tf } from "../tfjs.ts";
import { after } from "./_after.ts";

/**
 * Rows of a product from which its weight is cast again for the gradient. A copy in bfloat16 takes as long
 * as the product over some 100 rows: of many it is nothing, of few it would be all that is gained.
 */
const ROWS_TO_CAST_AGAIN = 1024;

/**
 * The weight of a product over `rows` rows, for the gradient `dy` of its result. In bfloat16 the copy of
 * the forward pass need not be kept where another costs next to nothing.
 */
export function weightForGradient<T extends tf.Tensor>(weight: T, dy: tf.Tensor, rows: number): T {
  return rows < ROWS_TO_CAST_AGAIN ? weight : after(weight, dy);
}
