/**
 * tfjs with the kernels of tfjs-node-gpu. Only this file loads the two packages. The kernels are
 * loaded by their own files, because the package's entry requires its native addon.
 */
import "./node_util.ts";
import * as tf from "@tensorflow/tfjs";
import type { OpBinding, TensorMetadata } from "./bindings/binding.ts";
import backend from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import "@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js";

export { tf };

/** What the runtime uses of tfjs's "tensorflow" backend. */
export interface KernelBackend extends tf.KernelBackend {
  binding: OpBinding;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  getDTypeInteger(dtype: tf.DataType): number;
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  executeSingleInput(name: string, input: tf.Tensor): tf.Tensor;
}

interface TensorMap {
  has(dataId: tf.Tensor["dataId"]): boolean;
}

const PackageBackend = backend.NodeJSKernelBackend as unknown as new (
  binding: OpBinding,
  packageName: string,
) => KernelBackend & { readonly tensorMap: TensorMap };

/** The class of tfjs's "tensorflow" backend; its `binding` runs the ops. */
export class NodeJSKernelBackend extends PackageBackend {
  /**
   * Returns the ids of tensors, whose values are sent to the device where they are not there yet.
   *
   * @throws {ReferenceError} If a tensor has no values.
   */
  override getInputTensorIds(tensors: readonly tf.Tensor[]): number[] {
    for (const { dataId, shape, dtype } of tensors) {
      // Integer attributes of ops have no data of tfjs.
      if (dataId === undefined || this.tensorMap.has(dataId)) continue;
      if (tf.engine().state.tensorInfo.has(dataId)) continue;
      throw new ReferenceError(
        `Cannot use tensor ${dtype}[${shape}] as it must have values: it was disposed, or has ` +
          "only a shape",
      );
    }
    return super.getInputTensorIds(tensors);
  }
}

// TensorFlow 2.21's op Round returns zeros for int32, and the package's kernel calls it for int32
// too.
tf.unregisterKernel(tf.Round, "tensorflow");
tf.registerKernel({
  kernelName: tf.Round,
  backendName: "tensorflow",
  kernelFunc({ inputs, backend }) {
    const x = inputs["x"] as tf.Tensor;
    const op = x.dtype === "int32" ? "Identity" : "Round";
    return (backend as KernelBackend).executeSingleInput(op, x);
  },
});

// The package's kernels dispose of an int32 input (Exp), or call the op for another type than that of
// its input, which graphs refuse (Mean).
for (const kernelName of [tf.Exp, tf.Mean]) {
  const { kernelFunc } = tf.getKernel(kernelName, "tensorflow");
  tf.unregisterKernel(kernelName, "tensorflow");
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc(operands) {
      const x = operands.inputs["x"] as tf.Tensor;
      if (x.dtype === "float32") return kernelFunc(operands);
      const wide = tf.cast(x, "float32");
      const result = kernelFunc({ ...operands, inputs: { x: wide } });
      wide.dispose();
      return result;
    },
  });
}

// A reshape that changes nothing takes no op: a third of those of a training step are such.
const { kernelFunc: reshape } = tf.getKernel(tf.Reshape, "tensorflow");
tf.unregisterKernel(tf.Reshape, "tensorflow");
tf.registerKernel({
  kernelName: tf.Reshape,
  backendName: "tensorflow",
  kernelFunc(operands) {
    const x = operands.inputs["x"]!;
    const { shape } = operands.attrs as unknown as tf.ReshapeAttrs;
    if (!isShapeOf(x, shape)) return reshape(operands);
    (operands.backend as KernelBackend).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
});

/** @param shape May have one size of -1, for what is left. */
function isShapeOf({ shape: known }: tf.TensorInfo, shape: readonly number[]): boolean {
  return shape.length === known.length &&
    shape.every((size, axis) => size === known[axis] || size === -1);
}
