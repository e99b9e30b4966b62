import { type Command, Option } from "commander";
import type { LayoutName } from "../../datasets/layouts/layout_names.ts";
import { FOLDER_OPTIONS } from "./folder_options.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readLayoutName, readNumber, readPositive } from "./option_readers.ts";

/** Values of the options that say how the data's folder is read. */
export interface FolderValues {
  readonly layout?: LayoutName;
  readonly presentClassesOnly?: boolean;
}

/** Values of the options that say which videos there are. */
export interface ManifestValues extends FolderValues {
  readonly testList?: string;
  readonly split?: string;
  readonly missingShare?: number;
  readonly unlabeled?: readonly string[];
  readonly silenceSeconds?: number;
}

/** Adds the options that say how the data's folder is read. */
export function addFolderOptions(command: Command): Command {
  const { layout, presentClassesOnly } = FOLDER_OPTIONS;
  const option = new Option(layout.flags, `${layout.description} (default: the first that fits)`)
    .argParser(readLayoutName);
  return command
    .addOption(option.helpGroup(HELP_GROUPS.data))
    .option(
      presentClassesOnly.flags,
      `${presentClassesOnly.description} (default: refuse them)`,
    );
}

/** Adds the options that say which videos there are. */
export function addManifestOptions(command: Command): Command {
  const { unlabeled } = FOLDER_OPTIONS;
  const missingShare = new Option(
    "--missing-share <share>",
    "share of the listed videos that may have no file, 0 to 1 (default: 0.05)",
  );
  const silence = new Option(
    "--silence-seconds <seconds>",
    "how long ffmpeg may be silent at a video, for slow disks (default: 60)",
  );
  command.optionsGroup(HELP_GROUPS.data)
    .option("--test-list <file>", "list file of the test videos (default: as <data> divides them)")
    .option("--split <name>", "published split of the videos, such as ucf101-1pct (default: none)")
    .option(
      unlabeled.flags,
      `${unlabeled.description} (default: none)`,
      (path: string, earlier: readonly string[] = []) => [...earlier, path],
    );
  return addFolderOptions(command)
    .addOption(missingShare.argParser(readNumber).helpGroup(HELP_GROUPS.data))
    .addOption(silence.argParser(readPositive).helpGroup(HELP_GROUPS.data));
}
