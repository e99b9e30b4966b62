/**
 * Networks, losses, optimizer, schedules and weight files: pure functions over tensors, parameters as
 * plain records by their official PyTorch names.
 *
 * @module
 */
export { createModel } from "./create_model.ts";
export { type GradientClip, gradientClip } from "./gradient_clip.ts";
export { initialize } from "./initialize.ts";
export {
  contrastiveLoss,
  type LossTerms,
  type LossWeights,
  maskedCrossEntropy,
  type PseudoLabels,
  pseudoLabels,
  supervisedLoss,
  totalLoss,
} from "./losses.ts";
export type { ForwardInput, ForwardOutput, Model, ModelState, Parameters } from "./model.ts";
export type { ModelConfig } from "./model_config.ts";
export { MODEL_NAMES, type ModelName, NAMED_CONFIGS } from "./named_configs.ts";
export type { Initializer, ParameterSpec } from "./parameter_spec.ts";
export { PopulationStatistics, type StatisticsValues } from "./population_statistics.ts";
export { type EmbeddingSize, resizeEmbedding } from "./resize_embedding.ts";
export {
  type ElementType,
  SafetensorsError,
  SafetensorsReader,
  type TensorEntry,
  type TensorToWrite,
  type TensorValues,
  writeSafetensors,
  type WrittenType,
} from "./safetensors/mod.ts";
export { cosineSchedule, type CosineScheduleOptions, linearRamp } from "./schedule.ts";
export {
  decayedBySpec,
  type Sgd,
  sgd,
  type SgdOptions,
  type SgdScalars,
  type SgdStep,
} from "./sgd.ts";
export { slowResNet } from "./slow_resnet.ts";
export type { SlowResNetConfig } from "./slow_resnet_config.ts";
export { timeSformer } from "./timesformer.ts";
export type { TimeSformerConfig, TimeSformerInitialStd } from "./timesformer_config.ts";
export {
  loadWeights,
  type LoadWeightsOptions,
  officialShape,
  readTensors,
  saveWeights,
  tensorsToWrite,
  WeightsError,
} from "./weights.ts";
