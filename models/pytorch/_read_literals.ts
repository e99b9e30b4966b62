import type { PickleMachine } from "./_pickle_machine.ts";

/** Maximum bytes of a whole number. */
const INTEGER_LIMIT = 255;

/** Newest version of the format. */
const NEWEST_PROTOCOL = 5;

export function requireProtocol(machine: PickleMachine, protocol: number): void {
  if (protocol <= NEWEST_PROTOCOL) return;
  throw machine.error(`its pickle is of version ${protocol}, of which nothing is known`);
}

export function readIndex(machine: PickleMachine): number {
  const index = Number(machine.cursor.line());
  if (Number.isSafeInteger(index) && index >= 0) return index;
  throw machine.error("its pickle has an index that is not a number");
}

export function readInteger(machine: PickleMachine): number | bigint | boolean {
  const line = machine.cursor.line();
  if (line === "00") return false;
  if (line === "01") return true;
  const digits = line.replace(/L$/, "");
  if (!/^-?\d{1,255}$/.test(digits)) {
    throw machine.error("its pickle has a number with other signs");
  }
  return exactInteger(BigInt(digits));
}

export function readFloat(machine: PickleMachine): number {
  const value = Number(machine.cursor.line());
  if (Number.isNaN(value)) throw machine.error("its pickle has a number with other signs");
  return value;
}

/** Reads a whole number of any size, least significant byte first, in two's complement. */
export function readLong(machine: PickleMachine, length: number): number | bigint {
  if (length > INTEGER_LIMIT) throw machine.error(`its pickle has a number of ${length} bytes`);
  if (length === 0) return 0;
  const digits = Array.from(
    machine.cursor.bytes(length),
    (byte) => byte.toString(16).padStart(2, "0"),
  );
  return exactInteger(BigInt.asIntN(length * 8, BigInt(`0x${digits.reverse().join("")}`)));
}

function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function readText(machine: PickleMachine, length: number): string {
  const bytes = machine.cursor.bytes(length);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw machine.error("its pickle has a text that is not UTF-8");
  }
}

/** Reads a text up to the end of the line; escapes in it are not read. */
export function readLineOfText(machine: PickleMachine): string {
  const line = machine.cursor.line();
  if (line.includes("\\")) throw machine.error("its pickle has a text with escapes");
  return line;
}
