import type { ByteCursor } from "./_byte_cursor.ts";
import {
  InertObject,
  NumpyArray,
  NumpyType,
  PickleBytes,
  PickleDict,
  PickleGlobal,
  PickleList,
  PickleSet,
  PickleTuple,
  type PickleValue,
} from "./_pickle_values.ts";

/** What a pickle refers to that only its file knows. */
export interface PickleContext {
  /** Calls a function that is known to build values only; undefined if it is not such a function. */
  readonly call: (name: string, args: readonly PickleValue[]) => PickleValue | undefined;
  /** Returns what an identifier refers to that the writer keeps outside of the pickle. */
  readonly resolve: (identifier: PickleValue) => PickleValue;
  /** Gives an array or a type of NumPy its state. */
  readonly build: (target: NumpyArray | NumpyType, state: PickleValue) => void;
  /** Returns the text that bytes of Python 2 are. */
  readonly text: (bytes: PickleBytes) => string;
}

/** Maximum steps of a pickle; the checkpoints of the largest networks have a tenth of it. */
const STEP_LIMIT = 4_000_000;

/** Maximum bytes of a whole number. */
const INTEGER_LIMIT = 255;

/** Newest version of the format. */
const NEWEST_PROTOCOL = 5;

/**
 * Runs the program that a pickle is, on a machine that can only build values. Names of classes and
 * functions become inert objects: nothing is looked up, imported or called but what `context` calls.
 * Takes bounded steps; what it builds is bounded by the length of the pickle.
 *
 * @throws {PyTorchError} If the pickle is damaged, or has what no writer of tensors writes.
 */
export function unpickle(cursor: ByteCursor, context: PickleContext): PickleValue {
  return new PickleMachine(cursor, context).run();
}

/** The class of PyTorch's state dicts. */
export const ORDERED_DICTIONARY = "collections.OrderedDict";

/** A step of the machine. */
type Step = (machine: PickleMachine) => void;

class PickleMachine {
  readonly cursor: ByteCursor;
  readonly context: PickleContext;
  #stack: PickleValue[] = [];
  readonly #marked: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(cursor: ByteCursor, context: PickleContext) {
    this.cursor = cursor;
    this.context = context;
  }

  run(): PickleValue {
    for (let step = 0; step < STEP_LIMIT; step++) {
      const code = this.cursor.uint8();
      if (code === STOP) return this.pop();
      const action = STEPS.get(code);
      if (action === undefined) {
        throw this.error(`its pickle has the unknown step 0x${code.toString(16)}`);
      }
      action(this);
    }
    throw this.error(`its pickle has more than ${STEP_LIMIT} steps`);
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw this.error("its pickle takes a value that is not there");
    return value;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.error("its pickle uses a value that is not there");
    return value;
  }

  mark(): void {
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** Takes all values after the last mark. */
  popMarked(): PickleValue[] {
    const values = this.#stack;
    const before = this.#marked.pop();
    if (before === undefined) throw this.error("its pickle takes values from a mark not there");
    this.#stack = before;
    return values;
  }

  /** Takes the last values. */
  popMany(count: number): PickleValue[] {
    const values = Array.from({ length: count }, () => this.pop());
    return values.reverse();
  }

  /** Ignores the last value, or a mark if there is none after it. */
  drop(): void {
    if (this.#stack.length === 0 && this.#marked.length > 0) this.popMarked();
    else this.pop();
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.error("its pickle recalls a value that is not there");
    this.push(value);
  }

  error(reason: string): Error {
    return this.cursor.error(reason);
  }
}

const STOP = ".".charCodeAt(0);

const STEPS: ReadonlyMap<number, Step> = new Map<number, Step>([
  // The frame of the program.
  [0x80, (machine) => requireProtocol(machine, machine.cursor.uint8())],
  [0x95, (machine) => void machine.cursor.count(8)],
  // The stack.
  step("(", (machine) => machine.mark()),
  step("0", (machine) => machine.drop()),
  step("1", (machine) => void machine.popMarked()),
  step("2", (machine) => machine.push(machine.top())),
  // The memory.
  step("p", (machine) => machine.remember(readIndex(machine))),
  step("q", (machine) => machine.remember(machine.cursor.uint8())),
  step("r", (machine) => machine.remember(machine.cursor.count(4))),
  [0x94, (machine) => machine.rememberNext()],
  step("g", (machine) => machine.recall(readIndex(machine))),
  step("h", (machine) => machine.recall(machine.cursor.uint8())),
  step("j", (machine) => machine.recall(machine.cursor.count(4))),
  // Constants.
  step("N", (machine) => machine.push(null)),
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  // Numbers.
  step("I", (machine) => machine.push(readInteger(machine))),
  step("L", (machine) => machine.push(readInteger(machine))),
  step("F", (machine) => machine.push(readFloat(machine))),
  step("J", (machine) => machine.push(machine.cursor.view(4).getInt32(0, true))),
  step("K", (machine) => machine.push(machine.cursor.uint8())),
  step("M", (machine) => machine.push(machine.cursor.view(2).getUint16(0, true))),
  step("G", (machine) => machine.push(machine.cursor.view(8).getFloat64(0))),
  [0x8a, (machine) => machine.push(readLong(machine, machine.cursor.uint8()))],
  [0x8b, (machine) => machine.push(readLong(machine, machine.cursor.count(4)))],
  // Texts and bytes.
  step("V", (machine) => machine.push(readLineOfText(machine))),
  step("X", (machine) => machine.push(readText(machine, machine.cursor.count(4)))),
  [0x8c, (machine) => machine.push(readText(machine, machine.cursor.uint8()))],
  [0x8d, (machine) => machine.push(readText(machine, machine.cursor.count(8)))],
  step("T", (machine) => pushBytes(machine, machine.cursor.count(4), { isText: true })),
  step("U", (machine) => pushBytes(machine, machine.cursor.uint8(), { isText: true })),
  step("B", (machine) => pushBytes(machine, machine.cursor.count(4))),
  step("C", (machine) => pushBytes(machine, machine.cursor.uint8())),
  [0x8e, (machine) => pushBytes(machine, machine.cursor.count(8))],
  [0x96, (machine) => pushBytes(machine, machine.cursor.count(8))],
  // Tuples.
  step(")", (machine) => machine.push(new PickleTuple([]))),
  step("t", (machine) => machine.push(new PickleTuple(machine.popMarked()))),
  [0x85, (machine) => machine.push(new PickleTuple(machine.popMany(1)))],
  [0x86, (machine) => machine.push(new PickleTuple(machine.popMany(2)))],
  [0x87, (machine) => machine.push(new PickleTuple(machine.popMany(3)))],
  // Lists.
  step("]", (machine) => machine.push(new PickleList())),
  step("l", (machine) => pushFilled(machine, new PickleList(), append)),
  step("a", (machine) => fill(machine, machine.popMany(1), append)),
  step("e", (machine) => fill(machine, machine.popMarked(), append)),
  // Dictionaries.
  step("}", (machine) => machine.push(new PickleDict(false))),
  step("d", (machine) => pushFilled(machine, new PickleDict(false), setItems)),
  step("s", (machine) => fill(machine, machine.popMany(2), setItems)),
  step("u", (machine) => fill(machine, machine.popMarked(), setItems)),
  // Sets.
  [0x8f, (machine) => machine.push(new PickleSet())],
  [0x90, (machine) => fill(machine, machine.popMarked(), addItems)],
  [0x91, (machine) => pushFilled(machine, new PickleSet(), addItems)],
  // Classes and objects.
  step("c", (machine) => pushGlobal(machine, machine.cursor.line(), machine.cursor.line())),
  [0x93, (machine) => pushStackGlobal(machine)],
  step("R", (machine) => reduce(machine, machine.popMany(2))),
  [0x81, (machine) => createObject(machine, machine.popMany(2))],
  [0x92, (machine) => reduceWithNames(machine)],
  step("i", (machine) => pushInstance(machine)),
  step("o", (machine) => pushObject(machine)),
  step("b", (machine) => build(machine)),
  // What is outside of the pickle.
  step("Q", (machine) => machine.push(machine.context.resolve(machine.pop()))),
]);

function step(code: string, action: Step): [number, Step] {
  return [code.charCodeAt(0), action];
}

function requireProtocol(machine: PickleMachine, protocol: number): void {
  if (protocol <= NEWEST_PROTOCOL) return;
  throw machine.error(`its pickle is of version ${protocol}, of which nothing is known`);
}

function readIndex(machine: PickleMachine): number {
  const index = Number(machine.cursor.line());
  if (Number.isSafeInteger(index) && index >= 0) return index;
  throw machine.error("its pickle has an index that is not a number");
}

function readInteger(machine: PickleMachine): number | bigint | boolean {
  const line = machine.cursor.line();
  if (line === "00") return false;
  if (line === "01") return true;
  const digits = line.replace(/L$/, "");
  if (!/^-?\d{1,255}$/.test(digits)) {
    throw machine.error("its pickle has a number with other signs");
  }
  return exactInteger(BigInt(digits));
}

function readFloat(machine: PickleMachine): number {
  const value = Number(machine.cursor.line());
  if (Number.isNaN(value)) throw machine.error("its pickle has a number with other signs");
  return value;
}

/** Reads a whole number of any size, least significant byte first, in two's complement. */
function readLong(machine: PickleMachine, length: number): number | bigint {
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

function readText(machine: PickleMachine, length: number): string {
  const bytes = machine.cursor.bytes(length);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw machine.error("its pickle has a text that is not UTF-8");
  }
}

/** Reads a text up to the end of the line; escapes in it are not read. */
function readLineOfText(machine: PickleMachine): string {
  const line = machine.cursor.line();
  if (line.includes("\\")) throw machine.error("its pickle has a text with escapes");
  return line;
}

function pushBytes(
  machine: PickleMachine,
  length: number,
  { isText = false }: { readonly isText?: boolean } = {},
): void {
  machine.push(new PickleBytes(machine.cursor.skip(length), isText));
}

/** Adds values to a collection. */
type Fill = (
  target: PickleValue,
  values: readonly PickleValue[],
  machine: PickleMachine,
) => void;

function pushFilled(machine: PickleMachine, target: PickleValue, fillWith: Fill): void {
  fillWith(target, machine.popMarked(), machine);
  machine.push(target);
}

/** Adds values to the collection below them. An object that is not built may have elements too. */
function fill(machine: PickleMachine, values: readonly PickleValue[], fillWith: Fill): void {
  const target = machine.top();
  if (!(target instanceof InertObject)) fillWith(target, values, machine);
}

function append(
  target: PickleValue,
  values: readonly PickleValue[],
  machine: PickleMachine,
): void {
  if (!(target instanceof PickleList)) {
    throw machine.error("its pickle appends to what is not a list");
  }
  for (const value of values) target.items.push(value);
}

function addItems(target: PickleValue, _: readonly PickleValue[], machine: PickleMachine): void {
  if (!(target instanceof PickleSet)) throw machine.error("its pickle adds to what is not a set");
}

function setItems(
  target: PickleValue,
  values: readonly PickleValue[],
  machine: PickleMachine,
): void {
  if (!(target instanceof PickleDict) || values.length % 2 !== 0) {
    throw machine.error("its pickle sets entries of what is not a dictionary");
  }
  for (let index = 0; index < values.length; index += 2) {
    target.set(keyOf(machine, values[index]!), values[index + 1]!);
  }
}

/** Returns a value as the key of a dictionary; Python refuses those that can change. */
function keyOf(machine: PickleMachine, value: PickleValue): PickleValue {
  if (value instanceof PickleBytes && value.isText) return machine.context.text(value);
  const changes = value instanceof PickleList || value instanceof PickleDict ||
    value instanceof PickleSet || value instanceof NumpyArray;
  if (changes) throw machine.error("its pickle has a key that is a collection");
  return value;
}

function pushGlobal(machine: PickleMachine, module: string, name: string): void {
  machine.push(new PickleGlobal(`${module}.${name}`));
}

function pushStackGlobal(machine: PickleMachine): void {
  const [module, name] = machine.popMany(2);
  if (typeof module !== "string" || typeof name !== "string") {
    throw machine.error("its pickle names a class by what is not a text");
  }
  pushGlobal(machine, module, name);
}

/** Calls a function or class if that only builds values, or makes an inert object. */
function reduce(machine: PickleMachine, [target, args]: readonly PickleValue[]): void {
  if (!(args instanceof PickleTuple)) {
    throw machine.error("its pickle calls a function without a list of arguments");
  }
  machine.push(call(machine, target!, args.items));
}

/** Creates an object of a class; of a function, which Python refuses here, an inert one. */
function createObject(machine: PickleMachine, [target, args]: readonly PickleValue[]): void {
  if (!(args instanceof PickleTuple)) {
    throw machine.error("its pickle creates an object without a list of arguments");
  }
  const isOrdered = target instanceof PickleGlobal && target.name === ORDERED_DICTIONARY;
  machine.push(isOrdered ? new PickleDict(true) : inert(machine, target!));
}

function reduceWithNames(machine: PickleMachine): void {
  const [target] = machine.popMany(3);
  machine.push(inert(machine, target!));
}

function call(
  machine: PickleMachine,
  target: PickleValue,
  args: readonly PickleValue[],
): PickleValue {
  if (target instanceof PickleGlobal) {
    const result = machine.context.call(target.name, args);
    if (result !== undefined) return result;
  }
  return inert(machine, target);
}

function inert(machine: PickleMachine, target: PickleValue): InertObject {
  if (target instanceof PickleGlobal) return new InertObject(target.name);
  if (target instanceof InertObject) return new InertObject(`${target.className}()`.slice(0, 200));
  throw machine.error("its pickle calls what is not a function");
}

function pushInstance(machine: PickleMachine): void {
  const name = `${machine.cursor.line()}.${machine.cursor.line()}`;
  machine.popMarked();
  machine.push(new InertObject(name));
}

function pushObject(machine: PickleMachine): void {
  const [target] = machine.popMarked();
  if (target === undefined) throw machine.error("its pickle makes an object without a class");
  machine.push(inert(machine, target));
}

/** Gives an object its state; of an `OrderedDict`, these are attributes, which say nothing. */
function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  if (target instanceof NumpyArray || target instanceof NumpyType) {
    machine.context.build(target, state);
    return;
  }
  if (target instanceof InertObject) return;
  if (target instanceof PickleDict && target.hasAttributes) return;
  throw machine.error("its pickle sets the state of what has none");
}
