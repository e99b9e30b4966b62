/** How the initial values of a tensor are drawn. */
export type Initializer =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "normal"; readonly std: number }
  /** Between `-bound` and `bound`. */
  | { readonly kind: "uniform"; readonly bound: number };

/** Describes one tensor of a network, which need not exist yet. */
export interface ParameterSpec {
  /** Its name in the official PyTorch state dict. */
  readonly name: string;
  /** Its shape on the device. */
  readonly shape: readonly number[];
  /**
   * `convolution`: [...kernel, in, out] on the device, [out, in, ...kernel] in PyTorch. `same`: the
   * same in both.
   */
  readonly layout: "convolution" | "same";
  /** How the initial values are drawn. */
  readonly initial: Initializer;
  /** Whether weight decay applies: to weights of convolutions and linear layers. */
  readonly decayed: boolean;
  /**
   * Factor of the learning rate.
   *
   * @default 1
   */
  readonly rateFactor?: number;
  /**
   * Whether it stays as it is in training.
   *
   * @default false
   */
  readonly frozen?: boolean;
  /**
   * What the rows of an embedding [1, rows, width] are if their number depends on the clips: the
   * class token and then a square of `spatial` positions, or `temporal` positions.
   */
  readonly rows?: "spatial" | "temporal";
}

/**
 * Returns the spec of a convolution's weight, drawn by He's rule for the fan-out (`c2_msra_fill`).
 */
export function convolutionSpec(
  name: string,
  kernel: readonly number[],
  [input, output]: readonly [number, number],
): ParameterSpec {
  const fanOut = output * elementCount(kernel);
  return {
    name: `${name}.weight`,
    shape: [...kernel, input, output],
    layout: "convolution",
    initial: { kind: "normal", std: Math.sqrt(2 / fanOut) },
    decayed: true,
  };
}

/**
 * Returns the specs of a linear layer's weight [out, in], drawn from N(0, std²), and its zero bias.
 */
export function linearSpecs(
  name: string,
  [input, output]: readonly [number, number],
  std: number,
): [weight: ParameterSpec, bias: ParameterSpec] {
  return [
    {
      name: `${name}.weight`,
      shape: [output, input],
      layout: "same",
      initial: { kind: "normal", std },
      decayed: true,
    },
    constantSpec(`${name}.bias`, [output], 0),
  ];
}

/** Returns the specs of a normalization's scale and zero shift. */
export function normSpecs(name: string, width: number, scale = 1): ParameterSpec[] {
  return [constantSpec(`${name}.weight`, [width], scale), constantSpec(`${name}.bias`, [width], 0)];
}

/**
 * End of the name of the number of batches behind running statistics. With a fixed momentum it is
 * not used, but PyTorch's state dicts hold it.
 */
export const BATCH_COUNT_SUFFIX = ".num_batches_tracked";

/** Returns the specs of a batch normalization's running statistics. */
export function statisticsSpecs(name: string, width: number): ParameterSpec[] {
  return [
    constantSpec(`${name}.running_mean`, [width], 0),
    constantSpec(`${name}.running_var`, [width], 1),
  ];
}

/** Returns the spec of a tensor that starts at one value everywhere and is not decayed. */
export function constantSpec(
  name: string,
  shape: readonly number[],
  value: number,
): ParameterSpec {
  return { name, shape, layout: "same", initial: { kind: "constant", value }, decayed: false };
}

/** Returns the number of elements of a tensor of this shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
