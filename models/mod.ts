/**
 * Networks, losses, optimizer, schedules and weight files: pure functions over tensors, parameters
 * as plain records by their official PyTorch names.
 *
 * @module
 */
export { cosineSchedule, type CosineScheduleOptions } from "./cosine_schedule.ts";
export { createModel } from "./create_model.ts";
export { decayedBySpec } from "./decayed_by_spec.ts";
export { type GradientClip, gradientClip } from "./gradient_clip.ts";
export { initialize } from "./initialize.ts";
export { linearRamp } from "./linear_ramp.ts";
export { loadWeights, type LoadWeightsOptions } from "./load_weights.ts";
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
export { officialShape } from "./official_layout.ts";
export type { Initializer, ParameterSpec } from "./parameter_spec.ts";
export { PopulationStatistics, type StatisticsValues } from "./population_statistics.ts";
export { readTensors } from "./read_tensors.ts";
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
export { saveWeights } from "./save_weights.ts";
export { type Sgd, sgd, type SgdOptions, type SgdScalars, type SgdStep } from "./sgd.ts";
export { slowResNet } from "./slow_resnet.ts";
export type { SlowResNetConfig } from "./slow_resnet_config.ts";
export { tensorsToWrite } from "./tensors_to_write.ts";
export { timeSformer } from "./timesformer.ts";
export type { TimeSformerConfig, TimeSformerInitialStd } from "./timesformer_config.ts";
export { WeightsError } from "./weights_error.ts";
