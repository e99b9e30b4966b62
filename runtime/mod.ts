/**
 * The tensor device: tfjs on TensorFlow's C library.
 *
 * @module
 */
export { attr, type OpAttribute } from "./ffi/attributes.ts";
export { DataType } from "./ffi/data_types.ts";
export { type DeviceInUse, deviceInUse } from "./device.ts";
export type { DeviceOptions } from "./session_config.ts";
export type { DeviceRequest } from "./gpu/mod.ts";
export { TensorFlowError } from "./ffi/library.ts";
export { FusedKernel, type KernelOutput } from "./fused_kernel.ts";
export { type ProvisionAttempt, ProvisionError } from "./wheels/provision_error.ts";
export { mixedPrecision } from "./mixed_precision.ts";
export { fastestPrecision, type Precision } from "./precision.ts";
export { memoryRoom } from "./memory_room.ts";
export { nativeOp } from "./native_op.ts";
export type { TupleOf } from "./bindings/tuple_of.ts";
export { type NamedTensors, recordGraph } from "./record_graph.ts";
export type {
  Endpoint,
  RecordedGraph,
  RecordedNode,
  RecordedTensor,
  RecordedValues,
} from "./recorded_graph.ts";
export { shapeOnly } from "./shape_only.ts";
export { uploadFloat32, uploadUint8 } from "./upload.ts";
export {
  compile,
  type CompiledFunction,
  type CompileOptions,
  type FunctionMemory,
} from "./compile.ts";
export { disposeTree, tensorsOf, type TensorTree, tidyTree, withTensors } from "./tensor_tree.ts";
export { liveHandles, type StartOptions, startTensorFlow } from "./start.ts";
export { tf } from "./tfjs.ts";
