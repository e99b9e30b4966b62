/** Numbers of the fields of ONNX's messages: onnx.proto3. */
export const ONNX_FIELDS = {
  model: {
    irVersion: 1,
    producer: 2,
    producerVersion: 3,
    graph: 7,
    operators: 8,
    metadata: 14,
  },
  operators: { version: 2 },
  property: { key: 1, value: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12 },
  node: { input: 1, output: 2, name: 3, op: 4, attribute: 5 },
  attribute: { name: 1, integer: 3, integers: 8, type: 20 },
  tensor: { extent: 1, type: 2, name: 8, content: 9 },
  value: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { element: 1, shape: 2 },
  shape: { dimension: 1 },
  dimension: { size: 1, name: 2 },
} as const;
