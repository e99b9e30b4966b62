/**
 * The parts of RxJS that `stream/` and `views/` need, each from its own file: the whole of RxJS is
 * 230 CommonJS modules, which take three times as long to load. They are the same classes and
 * functions as those that `rxjs` exports.
 *
 * @module
 */
export { Observable } from "rxjs/internal/Observable";
export { defer } from "rxjs/internal/observable/defer";
export { timer } from "rxjs/internal/observable/timer";
export { map } from "rxjs/internal/operators/map";
export { single } from "rxjs/internal/operators/single";
export { takeUntil } from "rxjs/internal/operators/takeUntil";
export { Subject } from "rxjs/internal/Subject";
export type { Subscriber } from "rxjs/internal/Subscriber";
export { Subscription } from "rxjs/internal/Subscription";
export type { Observer, OperatorFunction } from "rxjs/internal/types";
export { isObservable } from "rxjs/internal/util/isObservable";
