/** Headings under which `--help` lists options. */
export const HELP_GROUPS = {
  run: "Run:",
  output: "Output:",
  configuration: "Configuration:",
  data: "Data:",
  training: "Training:",
  device: "Device:",
  help: "Help:",
} as const;

/** Options that say how a data set's folder is read, as every command that reads one has them. */
export const FOLDER_OPTIONS = {
  layout: {
    flags: "--layout <name>",
    description: "layout of the folder, if its names leave it open: prepared, index, official, " +
      "split-folders (such as train and test) or class-folders",
  },
  presentClassesOnly: {
    flags: "--present-classes-only",
    description: "leave out the classes of an official list or published split that have no video",
  },
} as const;

/** Notes and examples that follow the options in `--help`, by command. */
const TEXTS = {
  main: `
Examples:
  deno task train                                     on the built-in videos
  deno task train --data FOLDER --labels-per-class 5  on your own videos
  deno task evaluate                                  the newest run
  deno task predict clip.mp4
  deno task train --help                              the options of a command`,

  train: `
Options that are not given keep the values of the configuration. Its fields are
described in pipeline/config/config_type.ts; the presets are
in pipeline/config/presets/. The default preset is motion_small for the built-in
videos, and ucf101_5_small for other videos.

A run is written to runs/<name>/. Ctrl-C stops it after writing a checkpoint.

Examples:
  deno task train
  deno task train --steps 500 --method supervised
  deno task train --data videos/mine --labels-per-class 5
  deno task train --data videos/mine --set optimizer.learningRate=0.05
  deno task train --data videos/ucf101 --config ucf101_1pct_actnetformer
  deno task train --resume`,

  evaluate: `
A run is tested on the videos that it held out, however its folder has changed
since. Other data (--data, --test-list) is tested as a whole, without the videos
that the run has learned from. Options that are not given keep the values of the
run's configuration.

Examples:
  deno task evaluate
  deno task evaluate --run motion_small-0001 --markdown
  deno task evaluate --data videos/other
  deno task evaluate --set evaluate.clips=10`,

  predict: `
Options that are not given keep the values of the run's configuration.

Examples:
  deno task predict clip.mp4
  deno task predict --top 1 videos/*.mp4
  deno task predict --run motion_small-0001 clip.mp4`,

  sweep: `
The grids that come with the program are the files of pipeline/sweep/grids/.

Examples:
  deno task sweep motion_methods
  deno task sweep my_grid.json --name trial --output results`,

  compare: `
Each run takes a quarter of the configuration's steps, unless --steps or
--epochs is given. Short runs favor simple methods: one that is ahead already is
worth its time; one that is not may still get ahead with more steps.

Examples:
  deno task compare --data videos/mine --labels-per-class 5
  deno task compare --data videos/mine --methods supervised,fixmatch --seeds 5`,

  data: `
Examples:
  deno task data make
  deno task data check videos/mine
  deno task data prepare videos/mine videos/mine-prepared
  deno task data check --help                         the options of a command`,

  weights: `
Read are safetensors and PyTorch's files (.pth, .pt, .pyth, .ckpt, .bin), also
in several parts. Nothing in them is executed. More: docs/weights.md

Examples:
  deno task weights inspect SLOW_8x8_R50.pyth
  deno task weights convert SLOW_8x8_R50.pyth slow_r50.safetensors`,

  inspect: `
Examples:
  deno task weights inspect SLOW_8x8_R50.pyth
  deno task weights inspect models/timesformer-base-finetuned-k400`,

  convert: `
Of a network for images, the network for clips is written that training makes of
it.

Examples:
  deno task weights convert SLOW_8x8_R50.pyth slow_r50.safetensors
  deno task weights convert checkpoint.pth ema.safetensors --entry model_ema`,

  make: `
Examples:
  deno task data make
  deno task data make videos --set data.motion.trainPerClass=10`,

  sheet: `
Options that are not given keep the values of the configuration.

Examples:
  deno task data sheet clip.mp4
  deno task data sheet clip.mp4 --config published --output views.svg`,

  check: `
Examples:
  deno task data check videos/mine
  deno task data check videos/vehicles --layout class-folders
  deno task data check videos/ucf101 --split ucf101-1pct --report report.jsonl`,

  index: `
Examples:
  deno task data index videos/ucf101 ucf101.sqlite --split ucf101-1pct
  deno task train --data ucf101.sqlite --split ucf101-1pct`,

  prepare: `
Examples:
  deno task data prepare videos/mine videos/mine-prepared
  deno task train --data videos/mine-prepared`,

  split: `
Examples:
  deno task data split videos/mine lists
  deno task train --data lists/train.txt --test-list lists/test.txt`,
} as const;

/** Returns the notes and examples that follow a command's options in its `--help`. */
export function helpText(command: keyof typeof TEXTS): string {
  return TEXTS[command];
}
