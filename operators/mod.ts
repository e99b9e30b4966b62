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
} from "./step/accumulated_step.ts";
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
} from "./step/confidence_gate.ts";
export { Credits } from "./stream/credits.ts";
export { cropFrames } from "./device/crop_frames.ts";
export {
  decode,
  type DecodeOptions,
  type DecodeWorker,
  type FailureDecision,
  type WorkerFailure,
} from "./stream/decode.ts";
export { differentiate, type Differentiated, type WithLoss } from "./step/differentiate.ts";
export { dropoutPolicy, type DropoutPolicyOptions } from "./views/dropout_policy.ts";
export { dualForward, type Forwarded, type ViewLogits } from "./step/dual_forward.ts";
export { type GateMetrics, gateMetrics } from "./step/gate_metrics.ts";
export { type HostValues, hostValues } from "./device/host_values.ts";
export { inPlace } from "./step/in_place.ts";
export { Learner } from "./step/learner.ts";
export {
  type LossTerms,
  type Merged,
  mergeLosses,
  type MergeLossesOptions,
} from "./step/merge_losses.ts";
export { mergeResults, microBatch, type MicroBatchIndex } from "./step/micro_batch.ts";
export { startEma, stateToEvaluate, updateEma } from "./step/ema.ts";
export { paced } from "./stream/paced.ts";
export { type DrawKey, type Draws, drawsFor, drawsForTicket } from "./random.ts";
export { type ClipBatch, ratioBatch, type RatioBatchOptions } from "./stream/ratio_batch.ts";
export { type Held, release } from "./stream/release.ts";
export {
  type DecodingGrid,
  decodingGrid,
  type FrameRate,
  type FrameRates,
  slowFast,
  type SlowFastOptions,
} from "./views/slow_fast.ts";
export {
  type ClipPair,
  StepBatch,
  type StepTensors,
  type StepTickets,
} from "./device/step_batch.ts";
export {
  mapNetworks,
  modelStateOf,
  networksOf,
  type NetworkState,
  type PerNetwork,
  type StepInput,
  type StepSchedule,
  type TrainingState,
} from "./step/step_input.ts";
export { applyStrongOperation, type StrongOperationOptions } from "./device/strong_operations.ts";
export {
  autoAugment,
  type AutoAugmentOptions,
  randAugment,
  type RandAugmentOptions,
  STRONG_OPERATIONS,
  type StrongPolicy,
} from "./views/strong_policy.ts";
export { type StrongViewOptions, strongViews } from "./views/strong_views.ts";
export { testCrops } from "./views/test_crops.ts";
export {
  batchesPerEpoch,
  type BatchRange,
  ratioTickets,
  type RatioTicketsOptions,
  replacementTicket,
} from "./stream/tickets.ts";
export { toDevice, type ToDeviceOptions } from "./device/to_device.ts";
export {
  type StepNumbers,
  type TrainedStep,
  trainSteps,
  type TrainStepsOptions,
} from "./step/train_steps.ts";
export { trainingStep, type TrainingStepOptions } from "./step/training_step.ts";
export {
  type StepOutput,
  update,
  type UpdateInput,
  updateNetworks,
  type UpdateOptions,
  type WithStatistics,
} from "./step/update.ts";
export { type FramesOfClip, type PixelOptions, viewsToDevice } from "./device/views_to_device.ts";
export { labeledViews, type WeakViewOptions, weakViews } from "./views/weak_views.ts";
export { PendingWork } from "./stream/pending_work.ts";
