/**
 * Stream operators for semi-supervised video training: from a list of videos to a trained model, with
 * back-pressure by credits and a training step that is itself a pipeline.
 *
 * @module
 */
export {
  accumulatedStep,
  type AccumulatedStepOptions,
  type MicroStepInput,
  type MicroStepOutput,
  type MicroSteps,
  microSteps,
  type MicroStepsOptions,
} from "./accumulated_step.ts";
export type {
  CropBox,
  DecodedWindow,
  FrameIndices,
  PlannedClip,
  Role,
  SpatialPlan,
  StrongOperation,
  StrongOperationName,
  StrongPlan,
  Ticket,
  VideoSource,
} from "./clip.ts";
export {
  confidenceGate,
  type Gate,
  type Gated,
  type GateOptions,
  selfGate,
} from "./confidence_gate.ts";
export { Credits } from "./credits.ts";
export { cropFrames } from "./crop_frames.ts";
export {
  decode,
  type DecodeOptions,
  type DecodeWorker,
  type FailureDecision,
  type WorkerFailure,
} from "./decode.ts";
export { differentiate, type Differentiated, type WithLoss } from "./differentiate.ts";
export { dropoutPolicy, type DropoutPolicyOptions } from "./dropout_policy.ts";
export { dualForward, type Forwarded, type ViewLogits } from "./dual_forward.ts";
export { type GateMetrics, gateMetrics } from "./gate_metrics.ts";
export { type HostValues, hostValues } from "./host_values.ts";
export { inPlace } from "./in_place.ts";
export { Learner } from "./learner.ts";
export {
  type LossParts,
  type Merged,
  mergeLosses,
  type MergeLossesOptions,
} from "./merge_losses.ts";
export { mergeResults, microBatch, type MicroBatchPart } from "./micro_batch.ts";
export { evaluatedStateOf, movingAverage, withAverage } from "./moving_average.ts";
export { paced } from "./paced.ts";
export { type DrawKey, type Draws, drawsFor, drawsForTicket } from "./random.ts";
export { type ClipBatch, ratioBatch, type RatioBatchOptions } from "./ratio_batch.ts";
export { type Held, release } from "./release.ts";
export {
  type DecodingGrid,
  decodingGrid,
  type FrameRate,
  type FrameRates,
  slowFast,
  type SlowFastOptions,
} from "./slow_fast.ts";
export { type ClipPair, StepBatch, type StepTensors, type StepTickets } from "./step_batch.ts";
export {
  mapNetworks,
  modelStateOf,
  networksOf,
  type NetworkState,
  type PerNetwork,
  type StepInput,
  type StepSchedule,
  type TrainingState,
} from "./step_input.ts";
export { applyStrongOperation, type StrongOperationOptions } from "./strong_operations.ts";
export {
  autoAugment,
  type AutoAugmentOptions,
  randAugment,
  type RandAugmentOptions,
  STRONG_OPERATIONS,
  type StrongPolicy,
} from "./strong_policy.ts";
export { type StrongViewOptions, strongViews } from "./strong_views.ts";
export { testCrops } from "./test_crops.ts";
export {
  batchesPerEpoch,
  type BatchRange,
  ratioTickets,
  type RatioTicketsOptions,
  replacementTicket,
} from "./tickets.ts";
export { toDevice, type ToDeviceOptions } from "./to_device.ts";
export { type StepNumbers, train, type TrainedStep, type TrainOptions } from "./train.ts";
export { trainingStep, type TrainingStepOptions } from "./training_step.ts";
export {
  type StepOutput,
  update,
  type UpdateInput,
  updateNetworks,
  type UpdateOptions,
  type WithStatistics,
} from "./update.ts";
export { type FramesOfClip, type PixelOptions, viewsToDevice } from "./views_to_device.ts";
export { labelledViews, type WeakViewOptions, weakViews } from "./weak_views.ts";
export { Workers } from "./workers.ts";
