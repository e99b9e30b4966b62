import assert from "node:assert/strict";
import { catchError, map, type Observable, type OperatorFunction, throwError } from "rxjs";
import { TestScheduler } from "rxjs/testing";

/** Runs marbles in virtual time. */
export function marbles(run: Parameters<TestScheduler["run"]>[0]): void {
  new TestScheduler((actual, expected) => assert.deepEqual(actual, expected)).run(run);
}

/** Replaces every value by "x" and every error by "error", which "#" means in marbles. */
export function asMarbles(source: Observable<unknown>): Observable<string> {
  return source.pipe(map(() => "x"), catchError(() => throwError(() => "error")));
}

/** One row of the checklist. */
interface Situation {
  readonly name: string;
  /** Marbles of the source; "a" is an input that the operator accepts. */
  readonly source: string;
  /** Marbles of the result. */
  readonly expected: string;
  /** Marbles of the source's subscription. */
  readonly subscription: string;
  /** Marbles of the test's subscription to the result; to its end if omitted. */
  readonly unsubscription?: string;
}

const SITUATIONS: readonly Situation[] = [
  { name: "never", source: "-----", expected: "-----", subscription: "^----" },
  { name: "empty", source: "|", expected: "|", subscription: "(^!)" },
  { name: "one", source: "--a|", expected: "--x|", subscription: "^--!" },
  { name: "many", source: "-a-a-(aa)|", expected: "-x-x-(xx)|", subscription: "^--------!" },
  { name: "error in the middle", source: "-a-#", expected: "-x-#", subscription: "^--!" },
  {
    name: "endless source, early unsubscribe",
    source: "-a-a-a-a-",
    expected: "-x-x-",
    subscription: "^----!",
    unsubscription: "^----!",
  },
];

/** The operator that {@linkcode checkMapLike} checks, and its inputs. */
export interface MapLike<In, Out> {
  /** Returns a new operator. */
  readonly operator: () => OperatorFunction<In, Out>;
  /** Returns an input that the operator accepts. */
  readonly input: () => In;
  /** Returns an input that the operator refuses, or that makes one of its callbacks throw. */
  readonly broken?: () => In;
  /**
   * Registers a test.
   *
   * @default Deno.test
   */
  readonly test?: (name: string, body: () => void) => void;
}

/**
 * Registers the tests of the checklist for an operator that emits one value for each value of its
 * source, at once: never, empty, one, many, error in the middle, endless source with early
 * unsubscribe, a throwing callback. They assert values and subscriptions.
 */
export function checkMapLike<In, Out>(name: string, subject: MapLike<In, Out>): void {
  const { operator, input, broken, test = Deno.test } = subject;
  for (const { name: situation, source, expected, subscription, unsubscription } of SITUATIONS) {
    test(`${name} marbles: ${situation}`, () =>
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const values = cold(source, { a: input() });
        expectObservable(values.pipe(operator(), asMarbles), unsubscription).toBe(expected);
        expectSubscriptions(values.subscriptions).toBe(subscription);
      }));
  }
  if (broken === undefined) return;
  test(`${name} marbles: fails at an input it refuses and leaves the source`, () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = cold("-a-b-a-", { a: input(), b: broken() });
      expectObservable(values.pipe(operator(), asMarbles)).toBe("-x-#");
      expectSubscriptions(values.subscriptions).toBe("^--!");
    }));
}
