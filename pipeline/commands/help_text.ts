/** Headings under which `--help` lists options. */
export const HELP_GROUPS = {
  run: "Run:",
  videos: "Videos:",
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
  unlabeled: {
    flags: "--unlabeled <path>",
    description: "folder or list of more training videos, without labels (repeatable)",
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
  deno task help train                                the options of a command
  deno task help presets                              ready configurations
  deno task help settings                             all settings
  deno task help --version                            which version this is`,

  help: `
Examples:
  deno task help
  deno task help data check
  deno task help presets
  deno task help optimizer
  deno task help schedule.accumulate`,

  init: `
Examples:
  deno task init videos/mine
  deno task init lists/train.txt --test-list lists/test.txt --output mine.jsonc
  deno task train --config mine.jsonc`,

  train: `
Options that are not given keep the values of the configuration:
deno task help presets lists ready ones, deno task help settings all fields. The
default preset is motion_small for the built-in videos, and ucf101_5_small for
other videos. --method also takes the file of a method of your own.

A run is written to runs/<name>/. Ctrl-C stops it after writing a checkpoint.

Examples:
  deno task train
  deno task train --steps 500 --method supervised
  deno task train --method ./mine.ts
  deno task train --data videos/mine --labels-per-class 5
  deno task train --data videos/mine --set optimizer.learningRate=0.05
  deno task train --data videos/mine --from SLOW_8x8_R50.pyth --freeze blocks.0
  deno task train --from motion_small-0001 --steps 500
  deno task train --data videos/ucf101 --config ucf101_1pct_actnetformer
  deno task train --resume
  deno task train --config list`,

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
A video that the clips of a test cover gets one answer; a longer one is looked
at through windows, which are merged into segments (docs/predict.md). Options
that are not given keep the values of the run's configuration. The exit code is
1 if a video could not be read.

Examples:
  deno task predict clip.mp4
  deno task predict --run motion_small-0001 --network both videos/
  deno task predict match.mp4 --output match.srt --annotate labeled.mp4
  deno task predict 'videos/*.mp4' --json --output answers.jsonl
  deno task predict rtsp://camera.local/stream --csv
  cat clip.mp4 | deno task predict -`,

  runs: `
Examples:
  deno task runs
  deno task runs --json
  deno task runs compare first second
  deno task runs tag second "twice the labels"
  deno task runs remove first second`,

  runsCompare: `
Examples:
  deno task runs compare first second
  deno task runs compare first second third --json`,

  curves: `
Examples:
  deno task runs curves
  deno task runs curves first second`,

  tensorboard: `
Examples:
  deno task runs tensorboard
  tensorboard --logdir runs`,

  tag: `
Examples:
  deno task runs tag second "twice the labels"
  deno task runs tag second`,

  remove: `
Examples:
  deno task runs remove first second
  deno task runs remove first --yes`,

  suggest: `
Suggested are videos that the networks are least sure about, alone or because
they disagree, spread so that they differ: among the unlabeled videos of the
run, and those of --unlabeled. They are written to runs/<run>/suggestions/.

Examples:
  deno task suggest
  deno task suggest --run motion_small-0001 --count 24
  deno task suggest --unlabeled videos/new
  deno task label`,

  label: `
Each answer is saved at once; the same command continues later. Ctrl-C ends it:
it writes lists of the videos, and prints the command that trains on them.

Examples:
  deno task label
  deno task label --run motion_small-0001
  deno task label --labels runs/motion_small-0001/suggestions/suggestions.csv`,

  sweep: `
A grid is a JSON file; those of pipeline/sweep/grids/ are examples.

Examples:
  deno task sweep list
  deno task sweep motion_methods
  deno task sweep my_grid.json --name trial --output results`,

  compare: `
Each run takes a quarter of the configuration's steps, unless --steps or
--epochs is given. Short runs favor simple methods: one that is ahead already is
worth its time; one that is not may still get ahead with more steps.

Examples:
  deno task compare --data videos/mine --labels-per-class 5
  deno task compare --data videos/mine --methods supervised,fixmatch --seeds 5`,

  setup: `
Examples:
  deno task setup
  deno task setup --gpu`,

  doctor: `
Examples:
  deno task doctor`,

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
