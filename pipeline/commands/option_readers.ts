import { InvalidArgumentError } from "commander";
import { LAYOUT_NAMES, type LayoutName } from "../../datasets/layouts/layout_names.ts";

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

/**
 * Reads names that are separated by commas from the command line.
 *
 * @throws {InvalidArgumentError} If one is empty or there twice.
 */
export function readNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (!names.includes("") && new Set(names).size === names.length) return names;
  throw new InvalidArgumentError("It must be different names, separated by commas.");
}

/**
 * Reads the name of a layout from the command line.
 *
 * @throws {InvalidArgumentError} If the text is anything else.
 */
export function readLayoutName(text: string): LayoutName {
  const name = LAYOUT_NAMES.find((known) => known === text);
  if (name !== undefined) return name;
  throw new InvalidArgumentError(`It must be one of ${LAYOUT_NAMES.join(", ")}.`);
}
