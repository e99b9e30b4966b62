import { concatAll, defer, finalize, mergeMap, type OperatorFunction } from "rxjs";
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

/** One that is computed, and the next one ready. */
const MAX_ITEMS = 2;

/**
 * Makes views of items and computes with them, one item after another. The views of an item are made
 * while the item before is computed: the device need not wait for them.
 *
 * ```text
 *  items      a-b--c-----------|
 *             withViews({ make, compute, … })
 *  make       a-b------c               at most two items have views
 *  compute    =======
 *                    =======
 *                           ====
 *  output     -------A------B---C|
 * ```
 *
 * - Order: kept.
 * - Cancellation: what is computed runs to its end; the next item is not computed. Only
 *   `pendingWork.settled()` reports that all views are freed.
 * - Errors: of the source, of `make` and of `compute`, after which no item is computed.
 * - Ownership: owns the views.
 */
export function withViews<Item, Views extends TensorTree, Result>(
  { make, compute, pendingWork }: WithViewsOptions<Item, Views, Result>,
): OperatorFunction<Item, Result> {
  return (items) =>
    defer(() => {
      let before: Promise<unknown> = Promise.resolve();
      let hasEnded = false;

      function inTurn(item: Item): Promise<Result[]> {
        const views = make(item);
        pendingWork.start();
        const turn = before.then(async () => hasEnded ? [] : [await compute(views, item)]);
        before = turn;
        // The next item waits for `turn` itself: it starts first, then further views are made.
        return turn.finally(() => {
          disposeTree(views);
          pendingWork.end();
        });
      }

      return items.pipe(
        mergeMap(inTurn, MAX_ITEMS),
        finalize(() => hasEnded = true),
        concatAll(),
      );
    });
}
