import { InvalidArgumentError } from "commander";

/**
 * Reads a whole number of at least 1 from the command line.
 *
 * @throws {InvalidArgumentError} If the text is anything else.
 */
export function readCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of at least 1.");
}

/**
 * Reads a finite number from the command line.
 *
 * @throws {InvalidArgumentError} If the text is anything else.
 */
export function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number.");
}
