/**
 * Training, evaluation and prediction as functions, for programs around them, and the types of a
 * method of one's own: an object like this one as the default export of a file, wherever it is.
 *
 * ```ts
 * import { confidenceGate, dualForward, mergeLosses } from "@actnetformer/deno/operators";
 * import type { Method } from "@actnetformer/deno/pipeline";
 * import { pipe } from "rxjs";
 *
 * const method: Method = {
 *   pipeline: (networks) =>
 *     pipe(dualForward(networks), confidenceGate({ threshold: 0.99 }), mergeLosses()),
 *   dual: true,
 *   unlabeled: true,
 *   losses: ["supervisedPrimary", "supervisedAuxiliary", "pseudoPrimary", "pseudoAuxiliary"],
 * };
 * ```
 *
 * `deno task train --method ./sure.ts` trains by the method that `sure.ts` exports.
 *
 * @module
 */
export { loadConfig, type LoadedConfig, type Override } from "./config/config.ts";
export type * from "./config/config_type.ts";
export type * from "./config/data_config.ts";
export type * from "./config/input_config.ts";
export type * from "./config/learning_config.ts";
export type * from "./config/views_config.ts";
export { ConfigError, type ConfigIssue } from "./config/config_error.ts";
export type { ModelChoice } from "./config/models.ts";
export type { MethodName } from "./config/schema.ts";
export { evaluate, type EvaluateOptions } from "./evaluation/evaluate.ts";
export type { ScoringOptions, TestedVideos, TrainedOptions } from "./evaluation/open_trained.ts";
export type { ClassProbability, RecordedPrediction } from "./evaluation/record_prediction.ts";
export type { Trained } from "./evaluation/read_trained.ts";
export type { HookedRun, Hooks, TrainingEnding } from "./hooks/hooks.ts";
export { findMethod } from "./methods/find_method.ts";
export type { MemorySpec, MemorySpecs, MemorySurroundings } from "./methods/memory_spec.ts";
export type { Method, MethodPhase, MethodSteps, PipelineSettings } from "./methods/method.ts";
export { METHODS, type Methods } from "./methods/methods.ts";
export type { AnnotateOptions } from "./prediction/annotate_options.ts";
export { annotateVideo } from "./prediction/annotate_video.ts";
export type { AnsweringNetwork } from "./prediction/answer_by.ts";
export { findInputs, type FindInputsOptions } from "./prediction/find_inputs.ts";
export type { LookingOptions, LookingPlan } from "./prediction/looking_plan.ts";
export { predict } from "./prediction/predict.ts";
export type { Answering, PredictOptions } from "./prediction/predict_options.ts";
export type { Answer, ClassAnswer, Failure, Prediction, Segment } from "./prediction/prediction.ts";
export type { VideoFile, VideoInput } from "./prediction/video_input.ts";
export { CheckpointError } from "./run/checkpoint_error.ts";
export { createRunFolder } from "./run/create_run_folder.ts";
export { DiskFullError } from "./files/disk_full_error.ts";
export { findRunFolder } from "./run/find_run_folder.ts";
export type { GateLine, MetricsLine } from "./run/metrics_line.ts";
export type {
  EvaluationResults,
  ResultScores,
  RunCosts,
  Scores,
  TrainResults,
} from "./run/results.ts";
export type {
  KeptSource,
  KeptVideo,
  KeptVideos,
  VideoContent,
  VideoPart,
} from "./run/kept_videos.ts";
export { RunFiles } from "./run/run_files.ts";
export { RunFolder } from "./run/run_folder.ts";
export type { RunFolderOptions } from "./run/run_folder_options.ts";
export type {
  ProgramVersion,
  RunHost,
  RunLibraries,
  RunPart,
  RunRecord,
} from "./run/run_record.ts";
export { RunFolderError } from "./run/run_folder_error.ts";
export type { FrameStrips, OfferedLabel, SeenClip, SeenViews } from "./run/seen_views.ts";
export type {
  HeatLegend,
  KeptAnswer,
  KeptFrames,
  KeptHeat,
  KeptMistake,
  SurestMistakes,
} from "./run/surest_mistakes.ts";
export type { ClipCounts, EdgeClips, StreamBalance, StreamState } from "./run/stream_state.ts";
export { processTerminal } from "./terminal/process_terminal.ts";
export { Progress, type ProgressOptions } from "./terminal/progress.ts";
export type {
  Pace,
  PseudoLabelShares,
  RecentSteps,
  RemainingTime,
  SlowestWorker,
  StepProgress,
} from "./terminal/step_progress.ts";
export type { Terminal } from "./terminal/terminal.ts";
export type { WorkOptions } from "./terminal/work_options.ts";
export { type NonFiniteLoss, NonFiniteLossError } from "./training/non_finite_loss_error.ts";
export type { PlanOptions } from "./training/plan_training.ts";
export { train } from "./training/train.ts";
export type { TrainOptions, TrainOutcome } from "./training/train_options.ts";
export type { Cluster } from "./workers/cluster.ts";
export type { StartedWorkers, StartWorkersOptions } from "./workers/start_workers.ts";
export type { WorkerOptions } from "./workers/worker_options.ts";
