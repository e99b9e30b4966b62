/**
 * The functions of TensorFlow's C API that the runtime calls, as `Deno.dlopen` expects them.
 * Source: tensorflow/c/{c_api,tf_status,tf_tensor,tf_tstring,eager/c_api}.h of TensorFlow 2.21.0.
 *
 * @module
 */
const NONE = [] as const;
const POINTER = ["pointer"] as const;

/** `TF_Output {TF_Operation* oper; int index}`: 16 bytes with padding. */
const TF_OUTPUT = { struct: ["pointer", "i32"] } as const;

/** Declarations of the functions by name. */
export const SYMBOLS = {
  TF_Version: { parameters: NONE, result: "pointer" },
  // libc's, found through the library's own dependencies: copies host values into a TF_Tensor.
  memcpy: { parameters: ["pointer", "buffer", "usize"], result: "pointer" },

  TF_NewStatus: { parameters: NONE, result: "pointer" },
  TF_SetStatus: { parameters: ["pointer", "i32", "buffer"], result: "void" },
  TF_GetCode: { parameters: POINTER, result: "i32" },
  TF_Message: { parameters: POINTER, result: "pointer" },

  TF_AllocateTensor: { parameters: ["i32", "buffer", "i32", "usize"], result: "pointer" },
  TF_DeleteTensor: { parameters: POINTER, result: "void" },
  TF_TensorData: { parameters: POINTER, result: "pointer" },
  TF_TensorByteSize: { parameters: POINTER, result: "usize" },
  TF_StringInit: { parameters: POINTER, result: "void" },
  TF_StringCopy: { parameters: ["pointer", "buffer", "usize"], result: "void" },
  TF_StringGetDataPointer: { parameters: POINTER, result: "pointer" },
  TF_StringGetSize: { parameters: POINTER, result: "usize" },

  TFE_NewContextOptions: { parameters: NONE, result: "pointer" },
  TFE_ContextOptionsSetConfig: {
    parameters: ["pointer", "buffer", "usize", "pointer"],
    result: "void",
  },
  TFE_ContextOptionsSetDevicePlacementPolicy: { parameters: ["pointer", "i32"], result: "void" },
  TFE_DeleteContextOptions: { parameters: POINTER, result: "void" },
  TFE_NewContext: { parameters: ["pointer", "pointer"], result: "pointer" },
  TFE_ContextListDevices: { parameters: ["pointer", "pointer"], result: "pointer" },
  TF_DeviceListCount: { parameters: POINTER, result: "i32" },
  TF_DeviceListName: { parameters: ["pointer", "i32", "pointer"], result: "pointer" },
  TF_DeviceListType: { parameters: ["pointer", "i32", "pointer"], result: "pointer" },
  TF_DeleteDeviceList: { parameters: POINTER, result: "void" },
  TFE_ContextAddFunction: { parameters: ["pointer", "pointer", "pointer"], result: "void" },
  TFE_ContextRemoveFunction: { parameters: ["pointer", "buffer", "pointer"], result: "void" },

  TFE_NewTensorHandle: { parameters: ["pointer", "pointer"], result: "pointer" },
  TFE_DeleteTensorHandle: { parameters: POINTER, result: "void" },
  TFE_TensorHandleDataType: { parameters: POINTER, result: "i32" },
  TFE_TensorHandleNumDims: { parameters: ["pointer", "pointer"], result: "i32" },
  TFE_TensorHandleDim: { parameters: ["pointer", "i32", "pointer"], result: "i64" },
  TFE_TensorHandleResolve: { parameters: ["pointer", "pointer"], result: "pointer" },
  TFE_TensorHandleResolveNonblocking: {
    name: "TFE_TensorHandleResolve",
    parameters: ["pointer", "pointer"],
    result: "pointer",
    nonblocking: true,
  },
  TFE_TensorHandleCopyToDevice: {
    parameters: ["pointer", "pointer", "buffer", "pointer"],
    result: "pointer",
  },

  TFE_NewOp: { parameters: ["pointer", "buffer", "pointer"], result: "pointer" },
  TFE_OpReset: { parameters: ["pointer", "buffer", "pointer", "pointer"], result: "void" },
  TFE_DeleteOp: { parameters: POINTER, result: "void" },
  TFE_OpAddInput: { parameters: ["pointer", "pointer", "pointer"], result: "void" },
  TFE_OpSetAttrString: { parameters: ["pointer", "buffer", "buffer", "usize"], result: "void" },
  TFE_OpSetAttrInt: { parameters: ["pointer", "buffer", "i64"], result: "void" },
  TFE_OpSetAttrFloat: { parameters: ["pointer", "buffer", "f32"], result: "void" },
  TFE_OpSetAttrBool: { parameters: ["pointer", "buffer", "u8"], result: "void" },
  TFE_OpSetAttrType: { parameters: ["pointer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrShape: {
    parameters: ["pointer", "buffer", "buffer", "i32", "pointer"],
    result: "void",
  },
  TFE_OpSetAttrIntList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrFloatList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrBoolList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrTypeList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TFE_Execute: { parameters: ["pointer", "buffer", "buffer", "pointer"], result: "void" },
  // The same function on another thread: the event loop stays free while TensorFlow computes.
  TFE_ExecuteNonblocking: {
    name: "TFE_Execute",
    parameters: ["pointer", "buffer", "buffer", "pointer"],
    result: "void",
    nonblocking: true,
  },

  // tensorflow/c/eager/c_api_experimental.h
  TFE_EnableCollectiveOps: {
    parameters: ["pointer", "buffer", "usize", "pointer"],
    result: "void",
    nonblocking: true,
  },
  TFE_AbortCollectiveOps: { parameters: ["pointer", "pointer"], result: "void" },
  TFE_CollectiveOpsCheckPeerHealth: {
    parameters: ["pointer", "buffer", "i64", "pointer"],
    result: "void",
    nonblocking: true,
  },

  TF_NewGraph: { parameters: NONE, result: "pointer" },
  TF_DeleteGraph: { parameters: POINTER, result: "void" },
  TF_NewOperation: { parameters: ["pointer", "buffer", "buffer"], result: "pointer" },
  TF_AddInput: { parameters: ["pointer", TF_OUTPUT], result: "void" },
  TF_AddControlInput: { parameters: ["pointer", "pointer"], result: "void" },
  // tensorflow/c/c_api_internal.h: exported for while loops, which read what is made later.
  TF_UpdateEdge: { parameters: ["pointer", TF_OUTPUT, TF_OUTPUT, "pointer"], result: "void" },
  TF_AddInputList: { parameters: ["pointer", "buffer", "i32"], result: "void" },
  TF_FinishOperation: { parameters: ["pointer", "pointer"], result: "pointer" },
  TF_OperationOutputType: { parameters: [TF_OUTPUT], result: "i32" },
  TF_GraphGetTensorNumDims: { parameters: ["pointer", TF_OUTPUT, "pointer"], result: "i32" },
  TF_GraphGetTensorShape: {
    parameters: ["pointer", TF_OUTPUT, "buffer", "i32", "pointer"],
    result: "void",
  },
  TF_SetAttrString: { parameters: ["pointer", "buffer", "buffer", "usize"], result: "void" },
  TF_SetAttrInt: { parameters: ["pointer", "buffer", "i64"], result: "void" },
  TF_SetAttrFloat: { parameters: ["pointer", "buffer", "f32"], result: "void" },
  TF_SetAttrBool: { parameters: ["pointer", "buffer", "u8"], result: "void" },
  TF_SetAttrType: { parameters: ["pointer", "buffer", "i32"], result: "void" },
  TF_SetAttrShape: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrTensor: { parameters: ["pointer", "buffer", "pointer", "pointer"], result: "void" },
  TF_SetAttrStringList: {
    parameters: ["pointer", "buffer", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrIntList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrFloatList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrBoolList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrTypeList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TF_GraphToFunction: {
    parameters: [
      "pointer", // graph
      "buffer", // name
      "u8", // whether to append a hash to the name
      "i32", // number of operations, -1 for all
      "pointer", // operations
      "i32", // number of inputs
      "buffer", // inputs
      "i32", // number of outputs
      "buffer", // outputs
      "pointer", // names of the outputs
      "pointer", // options
      "pointer", // description
      "pointer", // status
    ],
    result: "pointer",
  },
  TF_GraphCopyFunction: {
    parameters: ["pointer", "pointer", "pointer", "pointer"],
    result: "void",
  },
  TF_DeleteFunction: { parameters: POINTER, result: "void" },
  TF_DeleteStatus: { parameters: POINTER, result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;
