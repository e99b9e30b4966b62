import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { DataType } from "../ffi/data_types.ts";
import type { HostValues } from "../ffi/tensor_values.ts";
import {
  BINDING_CONSTANTS,
  type Kernel,
  type LateTensors,
  type OpBinding,
  type TensorMetadata,
} from "./binding.ts";
import type { TupleOf } from "./tuple_of.ts";

/** When an op runs in bfloat16; an op without a rule runs in float32. */
interface Rule {
  /** Whether it runs in bfloat16 whatever its inputs are. If omitted, its inputs decide. */
  readonly always?: true;
  /** Index of the one input that decides. If omitted, all float inputs must be bfloat16. */
  readonly like?: number;
  /** Number of inputs, from the first, that have the op's type `T`. If omitted, all float ones. */
  readonly typed?: number;
}

const PRODUCT: Rule = { always: true };
const FOLLOWS: Rule = {};

/**
 * Products, which take most of a network's time, run in bfloat16; shape changes, maxima, sums of
 * tensors and other ops between products follow their inputs; losses, softmax, reductions,
 * statistics and updates have no rule. A gradient has the type of the value it belongs to.
 */
const RULES: Readonly<Record<string, Rule>> = {
  BatchMatMulV2: PRODUCT,
  Conv2D: PRODUCT,
  Conv2DBackpropFilter: PRODUCT,
  Conv2DBackpropInput: PRODUCT,
  Conv3D: PRODUCT,
  Conv3DBackpropFilterV2: PRODUCT,
  Conv3DBackpropInputV2: PRODUCT,
  MatMul: PRODUCT,

  Add: FOLLOWS,
  AddN: FOLLOWS,
  AddV2: FOLLOWS,
  BiasAdd: { like: 0 },
  ConcatV2: FOLLOWS,
  ExpandDims: FOLLOWS,
  // Statistics, scale and shift stay float32.
  FusedBatchNormGradV3: { like: 1, typed: 2 },
  FusedBatchNormV3: { like: 0, typed: 1 },
  MaxPool: FOLLOWS,
  MaxPoolGrad: { like: 0 },
  Pack: FOLLOWS,
  PadV2: { like: 0 },
  Relu: FOLLOWS,
  ReluGrad: { like: 1 },
  Reshape: FOLLOWS,
  Slice: FOLLOWS,
  Split: FOLLOWS,
  SplitV: FOLLOWS,
  StopGradient: FOLLOWS,
  StridedSlice: FOLLOWS,
  StridedSliceGrad: FOLLOWS,
  Transpose: FOLLOWS,
  Unpack: FOLLOWS,
};

/**
 * Runs ops through another binding, in bfloat16 where that is fast and does no harm.
 *
 * tfjs does not know bfloat16: it sees such tensors as float32. Where an op needs a tensor in the
 * other type, it is cast, once.
 */
export class MixedPrecisionBinding implements OpBinding {
  readonly #inner: OpBinding;
  /** Float tensors that really are bfloat16. */
  readonly #narrow = new Set<number>();
  /** By tensor: the same values in the other type, made when first needed. */
  readonly #casts = new Map<number, number>();

  constructor(inner: OpBinding) {
    this.#inner = inner;
    Object.assign(this, BINDING_CONSTANTS);
  }

  createTensor(shape: readonly number[], dtype: number, values: HostValues): number {
    return this.#inner.createTensor(shape, dtype, values);
  }

  deleteTensor(id: number): void {
    this.#narrow.delete(id);
    const cast = this.#casts.get(id);
    this.#casts.delete(id);
    if (cast !== undefined) this.#inner.deleteTensor(cast);
    this.#inner.deleteTensor(id);
  }

  tensorDataSync(id: number): HostValues {
    return this.#inner.tensorDataSync(this.#wide(id));
  }

  metadata(id: number): TensorMetadata {
    const metadata = this.#inner.metadata(id);
    return this.#narrow.has(id) ? { ...metadata, dtype: DataType.float32 } : metadata;
  }

  executeOp<Count extends number>(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: Count,
  ): TupleOf<TensorMetadata, Count> {
    const rule = RULES[name];
    if (rule === undefined || !this.#runsNarrow(rule, inputs)) {
      return this.#inner.executeOp(name, attributes, inputs.map((id) => this.#wide(id)), outputs);
    }
    const narrowed = attributes.map((attribute) =>
      attribute.name === "T" ? attr.type("T", "bfloat16") : attribute
    );
    const cast = inputs.map((id, index) => {
      return index < (rule.typed ?? inputs.length) && this.#isFloat(id)
        ? this.#narrowed(id)
        : this.#wide(id);
    });
    return this.#shownAsFloat32(this.#inner.executeOp(name, narrowed, cast, outputs));
  }

  runKernel(kernel: Kernel, inputs: readonly number[]): TensorMetadata[] {
    return this.#shownAsFloat32(this.#inner.runKernel(kernel, inputs, DataType.bfloat16));
  }

  after(id: number, others: readonly number[]): TensorMetadata {
    const results: [TensorMetadata] = [this.#inner.after(id, others)];
    return this.#shownAsFloat32(results)[0];
  }

  get lateTensors(): LateTensors | undefined {
    const late = this.#inner.lateTensors;
    return late && {
      add: (form) => late.add(form),
      settle: (id, value) => late.settle(id, this.#wide(value)),
    };
  }

  /**
   * Returns a float32 copy of a bfloat16 tensor, which the caller owns; undefined for any other
   * tensor.
   */
  widened(id: number): TensorMetadata | undefined {
    return this.#narrow.has(id) ? this.#cast(id, "bfloat16", "float32") : undefined;
  }

  /** Frees the casts; results stay. */
  close(): void {
    for (const cast of this.#casts.values()) this.#inner.deleteTensor(cast);
    this.#casts.clear();
    this.#narrow.clear();
  }

  getNumOfTensors(): number {
    return this.#inner.getNumOfTensors();
  }

  isUsingGpuDevice(): boolean {
    return this.#inner.isUsingGpuDevice();
  }

  /** Records which results are bfloat16, and returns them as tfjs is to see them: as float32. */
  #shownAsFloat32<Results extends TensorMetadata[]>(results: Results): Results {
    return results.map((metadata) => {
      if (metadata.dtype !== DataType.bfloat16) return metadata;
      this.#narrow.add(metadata.id);
      return { ...metadata, dtype: DataType.float32 };
    }) as Results;
  }

  #runsNarrow({ always, like, typed }: Rule, inputs: readonly number[]): boolean {
    if (always) return true;
    if (like !== undefined) return this.#narrow.has(inputs[like]!);
    const floats = inputs.slice(0, typed).filter((id) => this.#isFloat(id));
    return floats.length > 0 && floats.every((id) => this.#narrow.has(id));
  }

  #isFloat(id: number): boolean {
    return this.#narrow.has(id) || this.#inner.metadata(id).dtype === DataType.float32;
  }

  #wide(id: number): number {
    return this.#narrow.has(id) ? this.#otherType(id, "bfloat16", "float32") : id;
  }

  #narrowed(id: number): number {
    return this.#narrow.has(id) ? id : this.#otherType(id, "float32", "bfloat16");
  }

  #otherType(id: number, from: FloatType, to: FloatType): number {
    let cast = this.#casts.get(id);
    if (cast === undefined) {
      cast = this.#cast(id, from, to).id;
      this.#casts.set(id, cast);
    }
    return cast;
  }

  #cast(id: number, from: FloatType, to: FloatType): TensorMetadata {
    const attributes = [attr.type("SrcT", from), attr.type("DstT", to)];
    return this.#inner.executeOp("Cast", attributes, [id], 1)[0];
  }
}

type FloatType = "float32" | "bfloat16";
