/**
 * Stream operators for semi-supervised video training: from a list of videos to a trained model,
 * with back-pressure by credits and a training step that is itself a pipeline.
 *
 * The parts that need no TensorFlow have entries of their own, `operators/stream` and
 * `operators/views`.
 *
 * @module
 */
export * from "./device/mod.ts";
export * from "./step/mod.ts";
export * from "./stream/mod.ts";
export * from "./views/mod.ts";
// The types of the networks that the operators' signatures name.
export type {
  ForwardInput,
  ForwardOutput,
  Initializer,
  Model,
  ModelConfig,
  ModelState,
  Parameters,
  ParameterSpec,
  PseudoLabels,
  Sgd,
  SgdScalars,
  SgdStep,
  SlowResNetConfig,
  TimeSformerConfig,
  TimeSformerInitialStd,
} from "../models/mod.ts";
export type { Precision, TensorTree } from "../runtime/mod.ts";
