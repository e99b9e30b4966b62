import assert from "node:assert/strict";
import { Observable, take } from "rxjs";
import { listen } from "../../operators/_listen.ts";
import { checkMapLike } from "./_checklist.ts";

/** An operator that passes everything on. */
function passOn<T>(source: Observable<T>): Observable<T> {
  return new Observable((subscriber) => listen(source, subscriber, subscriber));
}

checkMapLike("listen()", { operator: () => passOn<string>, input: () => "value" });

Deno.test("listen() ends an endless synchronous source when the subscriber has enough", () => {
  let emitted = 0;
  const endless = new Observable<number>((subscriber) => {
    while (!subscriber.closed) subscriber.next(emitted++);
  });
  const values: number[] = [];
  endless.pipe(passOn, take(3)).subscribe((value) => values.push(value));
  assert.deepEqual(values, [0, 1, 2]);
  assert.equal(emitted, 3);
});
