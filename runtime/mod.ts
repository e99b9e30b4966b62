/**
 * The tensor device: TensorFlow's C library beneath tfjs.
 *
 * @module
 */
export { attr, AttributeType, type OpAttribute } from "./attributes.ts";
export { DataType } from "./data_types.ts";
export { TensorFlowError } from "./ffi/library.ts";
export { nativeOp, uploadUint8 } from "./native_op.ts";
export { compile, type CompiledFunction } from "./compile.ts";
export { disposeTree, tensorsOf, type TensorTree, withTensors } from "./tensor_tree.ts";
export { liveHandles, startTensorFlow } from "./start.ts";
export { tf } from "./tfjs.ts";
