import assert from "node:assert/strict";
import { catchError, map, type Observable, type OperatorFunction, throwError } from "rxjs";
import { TestScheduler } from "rxjs/testing";

/** Runs marbles in virtual time. */
export function marbles(run: Parameters<TestScheduler["run"]>[0]): void {
  new TestScheduler((actual, expected) => assert.deepEqual(actual, expected)).run(run);
}

/** Any value becomes "x", any error "error", which is what "#" stands for. */
export function asMarbles(source: Observable<unknown>): Observable<string> {
  return source.pipe(map(() => "x"), catchError(() => throwError(() => "error")));
}

/** What {@linkcode checkMapLike} needs to know of an operator. */
export interface MapLike<In, Out> {
  /** A new operator. */
  readonly operator: () => OperatorFunction<In, Out>;
  readonly input: In;
  /** An input that the operator, or a function it was given, throws at. */
  readonly broken?: In;
}

/**
 * The checklist for an operator that emits one value for each of its source, at once: never, empty,
 * one, many, error in the middle, endless source with early unsubscribe, a throwing callback.
 */
export function checkMapLike<In, Out>(name: string, subject: MapLike<In, Out>): void {
  const { operator, input, broken } = subject;
  /** Marbles of the source, of the result, when the source was subscribed, and when the test ends. */
  const cases: readonly (readonly [string, string, string, string, string?])[] = [
    ["never", "-----", "-----", "^----"],
    ["empty", "|", "|", "(^!)"],
    ["one", "--a|", "--x|", "^--!"],
    ["many", "-a-a-(aa)|", "-x-x-(xx)|", "^--------!"],
    ["error in the middle", "-a-#", "-x-#", "^--!"],
    ["endless source, early unsubscribe", "-a-a-a-a-", "-x-x-", "^----!", "^----!"],
  ];
  for (const [situation, source, expected, subscription, unsubscription] of cases) {
    Deno.test(`${name} marbles: ${situation}`, () =>
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const values = cold(source, { a: input });
        expectObservable(values.pipe(operator(), asMarbles), unsubscription).toBe(expected);
        expectSubscriptions(values.subscriptions).toBe(subscription);
      }));
  }
  if (broken === undefined) return;
  Deno.test(`${name} marbles: fails at an input it refuses and leaves the source`, () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = cold("-a-b-a-", { a: input, b: broken });
      expectObservable(values.pipe(operator(), asMarbles)).toBe("-x-#");
      expectSubscriptions(values.subscriptions).toBe("^--!");
    }));
}
