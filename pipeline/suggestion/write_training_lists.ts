import { join } from "node:path";
import type { VideoEntry } from "../../datasets/mod.ts";
import { formatClassList } from "../../datasets/splits/format_class_list.ts";
import { formatVideoList } from "../../datasets/splits/format_video_list.ts";
import type { Config } from "../config/config.ts";
import { wholePaths } from "../config/whole_paths.ts";
import { writeJson } from "../files/write_json.ts";
import { writeText } from "../files/write_text.ts";
import type { Pool } from "./find_pool.ts";
import type { Answer } from "./page/answer.ts";
import { requireUnlabeled } from "./require_unlabeled.ts";

/** Lists of videos to train on and to test, in files. */
export interface TrainingLists {
  /** The list of the training videos. */
  readonly train: string;
  /** The list of the test videos; undefined if there are none. */
  readonly test: string | undefined;
  /** The run's configuration without its videos. */
  readonly config: string;
  /** Training videos with a label, those that a person has labeled included. */
  readonly labeled: number;
  /** Training videos that a person has labeled. */
  readonly added: number;
  /** Training videos without a label. */
  readonly unlabeled: number;
  /** Videos that are left out, as they show none of the classes. */
  readonly leftOut: number;
  /** Test videos. */
  readonly tested: number;
}

/** Options of {@linkcode writeTrainingLists}. */
export interface TrainingListsOptions {
  /** Folder for `train.csv`, `test.csv`, `classes.txt` and `labeled.json`, which must exist. */
  readonly folder: string;
  /** The run's configuration. */
  readonly config: Config;
  /** By the whole paths of their videos. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/**
 * Writes what a training with the new labels needs: lists that `--data` and `--test-list` read, of
 * all training videos of a run, with their labels and those that a person has given, and of its test
 * videos; and a configuration that `--config` reads, for the same settings as the run. Videos that
 * show none of the classes are left out.
 *
 * @throws {Error} If a video of the answers is not an unlabeled video of the run.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeTrainingLists(
  { classes, labeled, unlabeled, test }: Pool,
  { folder, answers, config }: TrainingListsOptions,
): Promise<TrainingLists> {
  requireUnlabeled(answers.keys(), unlabeled);
  const kindOf = ({ path }: VideoEntry) => answers.get(path)?.kind ?? "skip";
  const added = unlabeled.flatMap((video) => {
    const answer = answers.get(video.path);
    return answer?.kind === "class" ? { ...video, label: classes.indexOf(answer.class) } : [];
  });
  const left = unlabeled.filter((video) => kindOf(video) === "skip");
  const leftOut = unlabeled.filter((video) => kindOf(video) === "none");
  const train = join(folder, "train.csv");
  const testList = join(folder, "test.csv");
  const configFile = join(folder, "labeled.json");
  await writeText(join(folder, "classes.txt"), formatClassList(classes));
  const training = [...labeled, ...added, ...left];
  await writeText(train, formatVideoList(training, { folder, classes }));
  await writeText(testList, formatVideoList(test, { folder, classes }));
  await writeJson(configFile, withoutVideos(config));
  return {
    train,
    test: test.length === 0 ? undefined : testList,
    config: configFile,
    labeled: labeled.length + added.length,
    added: added.length,
    unlabeled: left.length,
    leftOut: leftOut.length,
    tested: test.length,
  };
}

/** The fields of a configuration but those that say which videos there are; paths are whole. */
function withoutVideos(config: Config): unknown {
  const { cacheMebibytes, diskMebibytes, validationShare, motion } = config.data;
  const { failureShare, missingShare, silenceSeconds } = config.data;
  const limits = { failureShare, missingShare, silenceSeconds };
  const data = { cacheMebibytes, diskMebibytes, ...limits, validationShare, motion };
  return wholePaths({ ...config, data }, Deno.cwd());
}
