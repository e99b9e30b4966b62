import type { PickleMachine } from "./_pickle_machine.ts";
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
import {
  readFloat,
  readIndex,
  readInteger,
  readLineOfText,
  readLong,
  readText,
  requireProtocol,
} from "./_read_literals.ts";

/** The class of PyTorch's state dicts. */
export const ORDERED_DICTIONARY = "collections.OrderedDict";

/** A step of the machine. */
export type Step = (machine: PickleMachine) => void;

/** The steps by their codes; the one that ends a program is not among them. */
export const STEPS: ReadonlyMap<number, Step> = new Map<number, Step>([
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
