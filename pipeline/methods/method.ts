import type { OperatorFunction } from "rxjs";
import type { Model, ProjectionConfig } from "../../models/mod.ts";
import type { Merged, Modality, PerNetwork, StepInput } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { MemorySpecs, MemorySurroundings } from "./memory_spec.ts";

/** What the pipeline of a method is made for: the settings, and the clips that there are. */
export type PipelineSettings = Config["method"] & {
  /** Names of the clips of each view. */
  readonly clips: readonly string[];
  /** Share of the labeled videos that each class has; of a class without any that of half a video. */
  readonly classShares: readonly number[];
};

/** Steps that train in one way. */
export interface MethodSteps {
  /** From the input of a step to its losses. */
  readonly pipeline: (
    networks: PerNetwork<Model>,
    settings: PipelineSettings,
  ) => OperatorFunction<StepInput, Merged>;
  /** Whether it looks at unlabeled videos. */
  readonly unlabeled: boolean;
  /** Names of the terms that its loss has; others that the pipeline emits are not recorded. */
  readonly losses: readonly string[];
}

/** Consecutive steps of a method that train in one way. */
export interface MethodPhase extends MethodSteps {
  /** Share of all steps; those of all phases add up to 1. */
  readonly share: number;
  /**
   * Factor of the learning rates, whose schedule starts again with the phase, without warm-up.
   *
   * @default the schedule goes on
   */
  readonly restartRate?: number | undefined;
}

/** A training method: one that comes with the program, or the default export of a user's module. */
export interface Method extends MethodSteps {
  /** Whether it trains the auxiliary network as well. */
  readonly dual: boolean;
  /**
   * Modality of each clip that it needs beside the primary one of frames, by name: the auxiliary
   * network's, or further ones, which the configuration must have under `clip.others`.
   *
   * @default no further clips, and frames for the auxiliary network
   */
  readonly clips?: Readonly<Record<string, Modality>> | undefined;
  /**
   * Modality of further clips that it looks at if the configuration has them, by name.
   *
   * @default none
   */
  readonly optionalClips?: Readonly<Record<string, Modality>> | undefined;
  /**
   * How many unlabeled clips it needs in each part of a step, on each worker, beside the two that a
   * loss named `contrast` compares: 2 if it mixes them with each other, for example.
   *
   * @default 0
   */
  readonly leastUnlabeled?: number | undefined;
  /**
   * Whether it looks at strong views of the unlabeled clips. They take time and memory: they are made
   * only then.
   *
   * @default true
   */
  readonly strong?: boolean | undefined;
  /**
   * The projection heads that it trains, by network.
   *
   * @default none
   */
  readonly projection?: Partial<PerNetwork<ProjectionConfig>> | undefined;
  /**
   * Whether it compares the stages of both networks, which must then be two of the same ResNet of one
   * pathway, on clips of equal length.
   *
   * @default false
   */
  readonly stages?: boolean | undefined;
  /**
   * Whether its teacher is the moving average of a network, so that `optimizer.emaDecay` must be
   * given. The average starts after the phases on labels alone.
   *
   * @default false
   */
  readonly teacher?: boolean | undefined;
  /**
   * Networks of which it trains nothing but the classifier and the projection head, so that `weights`
   * must have a file for them.
   *
   * @default none
   */
  readonly frozen?: readonly (keyof PerNetwork<unknown>)[] | undefined;
  /**
   * What it remembers from step to step, by name: the step's `state.memory`. Its pipeline emits as
   * `memory` what is to replace it; `videos` of the batch say which videos the unlabeled clips show.
   *
   * @default nothing
   */
  readonly memory?:
    | ((settings: Config["method"], surroundings: MemorySurroundings) => MemorySpecs)
    | undefined;
  /**
   * What it remembers that are means over clips, by name, as `memory`; its pipeline emits them as
   * `means`. They are averaged over the micro-batches and the workers of a step, so both may be
   * several, while a `memory` is of whole steps of one process.
   *
   * @default none
   */
  readonly means?: Method["memory"];
  /**
   * Final weights of its loss terms, by the names that the pipeline reads from the schedule.
   *
   * @default pseudoLabel: γ, contrast: β
   */
  readonly weights?: ((settings: Config["method"]) => Readonly<Record<string, number>>) | undefined;
  /**
   * The phases of a run.
   *
   * @default labels alone for `method.supervisedShare` of the steps, then the pipeline
   */
  readonly phases?: ((settings: Config["method"]) => readonly MethodPhase[]) | undefined;
}
