import { InvalidArgumentError } from "commander";
import { LAYOUT_NAMES, type LayoutName } from "../../datasets/layouts/layout_names.ts";

const MAX_PORT = 65535;

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
 * Reads a port of this machine from the command line, or 0.
 *
 * @throws {InvalidArgumentError} If the text is anything else.
 */
export function readPort(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= MAX_PORT) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${MAX_PORT}.`);
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
 * Reads a number above 0 from the command line.
 *
 * @throws {InvalidArgumentError} If the text is anything else.
 */
export function readPositive(text: string): number {
  const value = readNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be above 0.");
}

/**
 * Reads a number from 0 to 1 from the command line.
 *
 * @throws {InvalidArgumentError} If the text is anything else.
 */
export function readShare(text: string): number {
  const value = readNumber(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("It must be a number from 0 to 1.");
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
