import { defer, mergeMap, type OperatorFunction } from "rxjs";
import type { PendingWork } from "../../operators/mod.ts";
import { disposeTree, type TensorTree } from "../../runtime/mod.ts";

/** What {@linkcode withViews} does with each item. */
export interface WithViewsOptions<Item, Views extends TensorTree, Result> {
  /** Makes the views of an item, on the device. */
  readonly make: (item: Item) => Views;
  /** Computes with them; they are freed afterwards. */
  readonly compute: (views: Views, item: Item) => Promise<Result>;
  /** Counts the items that have views. */
  readonly pendingWork: PendingWork;
}

/** The second one fills the gaps that the first one leaves on the device. */
const MAX_ITEMS = 2;

/**
 * Makes views of items and computes with them, two items at a time: the device need not wait for
 * views, nor for one item's last ops to end on some of its processors.
 *
 * ```text
 *  items      a-b--c-----------|
 *             withViews({ make, compute, … })
 *  compute    =======
 *               =========           at most two items have views
 *                    =======
 *  output     -------A--B---C|
 * ```
 *
 * - Order: kept.
 * - Cancellation: what is computed runs to its end. Only `pendingWork.settled()` reports that all
 *   views are freed.
 * - Errors: of the source, of `make` and of `compute`, after which no further item is computed.
 * - Ownership: owns the views.
 */
export function withViews<Item, Views extends TensorTree, Result>(
  { make, compute, pendingWork }: WithViewsOptions<Item, Views, Result>,
): OperatorFunction<Item, Result> {
  async function resultOf(item: Item): Promise<Result> {
    const views = make(item);
    pendingWork.start();
    try {
      return await compute(views, item);
    } finally {
      disposeTree(views);
      pendingWork.end();
    }
  }

  return (items) =>
    defer(() => {
      let before: Promise<unknown> = Promise.resolve();
      return items.pipe(
        mergeMap((item) => {
          const inTurn = Promise.all([resultOf(item), before]).then(([result]) => result);
          before = inTurn;
          return inTurn;
        }, MAX_ITEMS),
      );
    });
}
