/**
 * Networks, losses, optimizer, schedules and weight files: pure functions over tensors, parameters
 * as plain records by their official PyTorch names.
 *
 * What networks, losses, labels and memories make on their way is freed by the surrounding
 * `tf.tidy`, or the `tidyTree` of the runtime: call them inside of one.
 *
 * @module
 */
export { cosineSchedule, type CosineScheduleOptions } from "./learning/cosine_schedule.ts";
export { createModel } from "./networks/create_model.ts";
export { decayedBySpec } from "./learning/decayed_by_spec.ts";
export { type GradientClip, gradientClip } from "./learning/gradient_clip.ts";
export { type FeatureGrid, featureGrid } from "./networks/feature_grid.ts";
export { freeze } from "./networks/freeze.ts";
export { initialize } from "./networks/initialize.ts";
export { layerRates } from "./learning/layer_rates.ts";
export { linearRamp } from "./learning/linear_ramp.ts";
export { describeNetwork } from "./weights/describe_network.ts";
export type { LoadReport } from "./weights/load_report.ts";
export {
  type LoadedWeights,
  loadWeights,
  type LoadWeightsOptions,
} from "./weights/load_weights.ts";
export {
  auxiliaryContrastiveLoss,
  type AuxiliaryContrastiveLossOptions,
} from "./learning/losses/auxiliary_contrastive_loss.ts";
export { agreementLoss } from "./learning/losses/agreement_loss.ts";
export { alignmentLoss } from "./learning/losses/alignment_loss.ts";
export {
  categoryContrastiveLoss,
  type CategoryContrastiveLossOptions,
} from "./learning/losses/category_contrastive_loss.ts";
export { contrastiveLoss } from "./learning/losses/contrastive_loss.ts";
export type { ContrastiveLossOptions } from "./learning/losses/contrastive_loss_options.ts";
export {
  crossContrastiveLoss,
  type CrossContrastiveLossOptions,
} from "./learning/losses/cross_contrastive_loss.ts";
export { groupContrastiveLoss } from "./learning/losses/group_contrastive_loss.ts";
export { maskedCrossEntropy } from "./learning/losses/masked_cross_entropy.ts";
export { maskedSquaredError } from "./learning/losses/masked_squared_error.ts";
export { softCrossEntropy } from "./learning/losses/soft_cross_entropy.ts";
export { supervisedLoss } from "./learning/losses/supervised_loss.ts";
export { type LossTerms, type LossWeights, totalLoss } from "./learning/losses/total_loss.ts";
export { alignedLogits, type AlignedLogitsOptions } from "./learning/labels/aligned_logits.ts";
export { confidentLabels, type PseudoLabels } from "./learning/labels/confident_labels.ts";
export { meanProbabilities } from "./learning/labels/mean_probabilities.ts";
export {
  type MixedTargets,
  mixedTargets,
  type MixedTargetsOptions,
} from "./learning/labels/mixed_targets.ts";
export { pseudoLabels } from "./learning/labels/pseudo_labels.ts";
export {
  smoothedTargets,
  type SmoothedTargetsOptions,
} from "./learning/labels/smoothed_targets.ts";
export {
  classThresholds,
  type ClassThresholdsOptions,
} from "./learning/memory/class_thresholds.ts";
export { emptyBank, type EmptyBankOptions } from "./learning/memory/empty_bank.ts";
export type { MemoryBank } from "./learning/memory/memory_bank.ts";
export {
  neighborEstimate,
  type NeighborEstimateOptions,
} from "./learning/memory/neighbor_estimate.ts";
export { updateBank } from "./learning/memory/update_bank.ts";
export { updateExcess, type UpdateExcessOptions } from "./learning/memory/update_excess.ts";
export {
  updateSelectedLabels,
  type UpdateSelectedLabelsOptions,
} from "./learning/memory/update_selected_labels.ts";
export type {
  ForwardInput,
  ForwardOutput,
  Model,
  ModelState,
  Parameters,
} from "./networks/model.ts";
export type { ModelConfig } from "./networks/model_config.ts";
export { MODEL_NAMES, type ModelName, NAMED_CONFIGS } from "./networks/named_configs.ts";
export { openWeights, type OpenWeightsOptions } from "./weights/open_weights.ts";
export { officialShape } from "./weights/official_layout.ts";
export type { Initializer, ParameterSpec } from "./networks/parameter_spec.ts";
export { PopulationStatistics, type StatisticsValues } from "./learning/population_statistics.ts";
export { isOfClassifier } from "./networks/is_of_classifier.ts";
export { isOfProjection } from "./networks/is_of_projection.ts";
export { NAMED_PROJECTIONS, type ProjectionConfig } from "./networks/projection_config.ts";
export type { AttentionReadOut, ReadOut } from "./networks/read_out.ts";
export { readTensors, type TensorSource } from "./weights/read_tensors.ts";
export { recognizeNetwork } from "./weights/recognize_network.ts";
export type {
  NetworkWithoutClasses,
  PixelNormalization,
  RecognizedNetwork,
  TrainedClip,
  WeightSource,
} from "./weights/recognized_network.ts";
export { type EmbeddingSize, resizeEmbedding } from "./weights/resize_embedding.ts";
export {
  type ElementType,
  SafetensorsError,
  SafetensorsReader,
  type TensorEntry,
  type TensorFile,
  TensorFileError,
  type TensorFileErrorOptions,
  type TensorInfo,
  type TensorToWrite,
  type TensorValues,
  writeSafetensors,
  type WrittenType,
} from "./safetensors/mod.ts";
export { saveWeights } from "./weights/save_weights.ts";
export { type Sgd, sgd, type SgdOptions, type SgdScalars, type SgdStep } from "./learning/sgd.ts";
export { r3dResNet } from "./networks/r3d_resnet.ts";
export type { ResNetStages } from "./networks/resnet_stages.ts";
export type { R3dConfig } from "./networks/r3d_resnet_config.ts";
export { tsmResNet } from "./networks/tsm_resnet.ts";
export type { TsmConfig } from "./networks/tsm_resnet_config.ts";
export { slowFastResNet } from "./networks/slowfast_resnet.ts";
export { type SlowFastConfig, slowFrames } from "./networks/slowfast_resnet_config.ts";
export { slowResNet } from "./networks/slow_resnet.ts";
export type { SlowResNetConfig } from "./networks/slow_resnet_config.ts";
export { tensorsToWrite } from "./weights/tensors_to_write.ts";
export { timeSformer } from "./networks/timesformer.ts";
export type { TimeSformerConfig, TimeSformerInitialStd } from "./networks/timesformer_config.ts";
export { UnknownNetworkError } from "./weights/unknown_network_error.ts";
export { WeightsError } from "./weights/weights_error.ts";
export type { WeightsProblem } from "./weights/weights_problem.ts";
export { withProjection } from "./networks/with_projection.ts";
