/**
 * What the page for labeling knows and decides, without the browser.
 *
 * @module
 */
import type { Answer } from "./answer.ts";

/** A video as the page shows it. */
export interface PageVideo {
  /** The video's identity in the data set. */
  readonly name: string;
  /** Why it is suggested. */
  readonly reason: string;
  /** Number of its frames. */
  readonly frames: number;
  /** Length in seconds. */
  readonly seconds: number;
  /** The most probable classes, the highest first. */
  readonly guesses: readonly { readonly class: string; readonly probability: number }[];
}

/** Everything that the page shows. */
export interface PageState {
  /** Name of the run. */
  readonly run: string;
  /** Class names. */
  readonly classes: readonly string[];
  /** The videos to label. */
  readonly videos: readonly PageVideo[];
  /** By video: what was answered; null if nothing was. */
  readonly answers: readonly (Answer | null)[];
}

/** What a key does. */
export type KeyAction =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "back" | "next" | "play" | "search" | "undo" };

/** Classes that have a key. */
const KEYS = 9;

const ACTIONS: ReadonlyMap<string, KeyAction> = new Map(Object.entries<KeyAction>({
  " ": { kind: "play" },
  "/": { kind: "search" },
  ArrowLeft: { kind: "back" },
  ArrowRight: { kind: "next" },
  n: { kind: "answer", answer: { kind: "none" } },
  s: { kind: "answer", answer: { kind: "skip" } },
  u: { kind: "undo" },
}));

/** Whether there are more classes than keys for them. */
export function hasManyClasses(classes: readonly string[]): boolean {
  return classes.length > KEYS;
}

/**
 * Lists the classes as the page does, those with a key first. Few classes keep their order, so that
 * each keeps its key; of many the most probable ones come first.
 */
export function orderClasses(classes: readonly string[], video: PageVideo): string[] {
  if (!hasManyClasses(classes)) return [...classes];
  const guesses = video.guesses.map((guess) => guess.class);
  return [...guesses, ...classes.filter((name) => !guesses.includes(name))];
}

/** Finds the classes that a text can mean: those that begin with it first, then those with it. */
export function findClasses(text: string, classes: readonly string[]): string[] {
  const wanted = text.trim().toLowerCase();
  const startsWith = (name: string) => name.toLowerCase().startsWith(wanted);
  return [
    ...classes.filter(startsWith),
    ...classes.filter((name) => !startsWith(name) && name.toLowerCase().includes(wanted)),
  ];
}

/** Returns the key of a class in the list; empty if it has none. */
export function keyOf(index: number): string {
  return index < KEYS ? String(index + 1) : "";
}

/**
 * Returns what a key does; undefined if it does nothing.
 *
 * @param classes As the page lists them.
 */
export function actionOf(key: string, classes: readonly string[]): KeyAction | undefined {
  const name = /^[1-9]$/.test(key) ? classes[Number(key) - 1] : undefined;
  if (name !== undefined) return { kind: "answer", answer: { kind: "class", class: name } };
  return ACTIONS.get(key.length === 1 ? key.toLowerCase() : key);
}

/**
 * Returns the next video without an answer after another one (-1 for before the first), from the
 * start again; that one itself if all are answered.
 */
export function nextOpen(answers: PageState["answers"], current: number): number {
  for (let distance = 1; distance <= answers.length; distance++) {
    const index = (current + distance) % answers.length;
    if (answers[index] === null) return index;
  }
  return Math.max(0, current);
}

/** Says how long a video is, and how much faster it is shown. */
export function describeSpeed(
  { frames, seconds }: PageVideo,
  framesPerSecond: number,
): string {
  const length = `${seconds.toFixed(1)} s`;
  const speed = seconds * framesPerSecond / frames;
  return speed < 1.5 ? length : `${length}, shown ${Math.round(speed)} times as fast`;
}
