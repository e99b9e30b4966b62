import { ELEMENT_BYTES } from "../tensor_files/element_type.ts";
import {
  InertObject,
  NumpyArray,
  NumpyType,
  PickleBytes,
  PickleDict,
  PickleGlobal,
  PickleList,
  PickleTuple,
  type PickleValue,
  StorageRef,
  TensorRef,
} from "./_pickle_values.ts";
import { typeOfName, typeOfNumpy } from "./_torch_types.ts";
import { ORDERED_DICTIONARY } from "./_pickle_steps.ts";

/** What a builder needs of the file. */
export interface BuilderTools {
  /** Creates an error for the file, which is damaged. */
  readonly fail: (reason: string) => Error;
  /** Returns the text that a value is, which Python 2 writes as bytes; undefined if it is none. */
  readonly text: (value: PickleValue | undefined) => string | undefined;
}

/** A function that builds a value of its arguments. */
type Builder = (args: readonly PickleValue[], tools: BuilderTools) => PickleValue;

/** The functions that are called: they build tensors, or dictionaries of their entries. */
const BUILDERS: Readonly<Record<string, Builder>> = {
  [ORDERED_DICTIONARY]: buildDictionary,
  "torch._utils._rebuild_tensor": rebuildTensor,
  "torch._utils._rebuild_tensor_v2": rebuildTensor,
  "torch._utils._rebuild_tensor_v3": rebuildTensor,
  "torch._utils._rebuild_parameter": firstArgument,
  "torch._utils._rebuild_parameter_with_state": firstArgument,
  "torch._tensor._rebuild_from_type_v2": rebuildFromType,
  "numpy.core.multiarray._reconstruct": () => new NumpyArray(),
  "numpy._core.multiarray._reconstruct": () => new NumpyArray(),
  "numpy.dtype": buildNumpyType,
};

/** Position of the type among the arguments of the third version. */
const TYPE_POSITION = 6;

/** Position of further properties among the arguments, by the number of arguments before them. */
const METADATA_POSITIONS: Readonly<Record<string, number>> = {
  "torch._utils._rebuild_tensor_v2": 6,
  "torch._utils._rebuild_tensor_v3": 7,
};

/** Calls a function that only builds values; returns undefined for any other. */
export function callBuilder(
  name: string,
  args: readonly PickleValue[],
  tools: BuilderTools,
): PickleValue | undefined {
  if (!Object.hasOwn(BUILDERS, name)) return undefined;
  const metadata = args[METADATA_POSITIONS[name] ?? args.length];
  // Such as the sign bit of a view, which changes the values.
  if (metadata instanceof PickleDict && metadata.entries.size > 0) return new InertObject(name);
  return BUILDERS[name]!(args, tools);
}

/** Builds an ordered dictionary, which Python 2 passes the entries to. */
function buildDictionary(
  [entries]: readonly PickleValue[],
  { fail, text }: BuilderTools,
): PickleValue {
  const dictionary = new PickleDict(true);
  if (entries === undefined) return dictionary;
  if (!(entries instanceof PickleList)) throw fail("a dictionary in it is not made of a list");
  for (const entry of entries.items) {
    const [key, value] = entry instanceof PickleList || entry instanceof PickleTuple
      ? entry.items
      : [];
    const name = text(key);
    if (name === undefined || value === undefined) {
      throw fail("a dictionary in it is made of other things than names and values");
    }
    dictionary.set(name, value);
  }
  return dictionary;
}

function firstArgument([tensor]: readonly PickleValue[], { fail }: BuilderTools): PickleValue {
  if (tensor instanceof TensorRef || tensor instanceof InertObject) return tensor;
  throw fail("a parameter in it is not a tensor");
}

/** Builds what a subclass of a tensor was made of. */
function rebuildFromType(
  [builder, type, args]: readonly PickleValue[],
  tools: BuilderTools,
): PickleValue {
  if (!(builder instanceof PickleGlobal) || !(args instanceof PickleTuple)) {
    throw tools.fail("a tensor in it is made by what is not a function");
  }
  const isPlain = type instanceof PickleGlobal &&
    ["torch.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer"]
      .includes(type.name);
  const built = isPlain ? callBuilder(builder.name, args.items, tools) : undefined;
  return built ?? new InertObject(type instanceof PickleGlobal ? type.name : builder.name);
}

function rebuildTensor(args: readonly PickleValue[], { fail }: BuilderTools): PickleValue {
  const [storage, offset, size, strides] = args;
  if (!(storage instanceof StorageRef)) throw fail("a tensor in it has no storage");
  const type = args[TYPE_POSITION];
  const dtype = type instanceof PickleGlobal ? typeOfName(type.name) : storage.dtype;
  // A type that no network here has, such as quantized numbers.
  if (dtype === undefined) return new InertObject("torch.Tensor");
  const shape = countsOf(size);
  const steps = countsOf(strides);
  if (!isCount(offset) || shape === undefined || steps?.length !== shape.length) {
    throw fail("a tensor in it has a shape, strides or an offset that are not whole numbers");
  }
  const tensor = new TensorRef({ dtype, memory: storage, offset, shape, strides: steps });
  if (bytesNeeded(tensor) > storage.length) {
    throw fail(`a tensor of shape [${shape}] in it is larger than its storage`);
  }
  return tensor;
}

/** Returns the bytes of its memory that a tensor needs, from the memory's beginning. */
function bytesNeeded({ dtype, offset, shape, strides }: TensorRef): number {
  const last = shape.reduce((index, extent, axis) => index + (extent - 1) * strides[axis]!, offset);
  return shape.includes(0) ? 0 : (last + 1) * ELEMENT_BYTES[dtype];
}

/** Returns a tuple of whole numbers of at least 0; undefined if it is anything else. */
function countsOf(value: PickleValue | undefined): readonly number[] | undefined {
  const items = value instanceof PickleTuple || value instanceof PickleList
    ? value.items
    : [undefined];
  return items.every(isCount) ? items : undefined;
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function buildNumpyType(
  [code]: readonly PickleValue[],
  { fail, text }: BuilderTools,
): PickleValue {
  const name = text(code);
  if (name === undefined) throw fail("an array in it has no type");
  return new NumpyType(name);
}

/** Gives an array of NumPy, or its type, the state that its pickle has. */
export function buildNumpy(
  target: NumpyArray | NumpyType,
  state: PickleValue,
  { fail, text }: BuilderTools,
): void {
  if (!(state instanceof PickleTuple)) throw fail("an array in it has no state");
  if (target instanceof NumpyType) {
    target.isBigEndian = text(state.items[1]) === ">";
    return;
  }
  const [, shape, type, isFortran, bytes] = state.items;
  const extents = countsOf(shape);
  if (!(type instanceof NumpyType) || extents === undefined) {
    throw fail("an array in it has no type or shape");
  }
  const dtype = typeOfNumpy(type.code);
  // Arrays of texts, objects or the like, and those that NumPy keeps elsewhere, are left out.
  if (dtype === undefined || type.isBigEndian || !(bytes instanceof PickleBytes)) return;
  const strides = isFortran === true
    ? stridesOf(extents.toReversed()).reverse()
    : stridesOf(extents);
  const tensor = new TensorRef({ dtype, memory: bytes, offset: 0, shape: extents, strides });
  const needed = bytesNeeded(tensor);
  if (needed !== bytes.range.length) {
    throw fail(`an array of shape [${extents}] in it has ${bytes.range.length} bytes`);
  }
  target.tensor = tensor;
}

/** Returns the strides of a tensor whose last dimension is contiguous. */
function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const extent of shape.toReversed()) {
    strides.push(stride);
    stride *= extent;
  }
  return strides.reverse();
}
