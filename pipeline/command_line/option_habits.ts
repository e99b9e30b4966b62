/**
 * Options that people know from other programs, without dashes, and what is written here instead:
 * of several, the first one that the command has. Texts without an option explain why none is
 * needed.
 */
export const OPTION_HABITS: Readonly<Record<string, readonly string[]>> = {
  ...sameFor(
    ["data-dir", "data-path", "dataset", "input", "root", "train", "train-dir", "videos"],
    [
      "--data FOLDER",
    ],
  ),
  ...sameFor(["test", "test-dir", "val", "val-dir", "val-list"], ["--test-list FILE"]),
  ...sameFor(["labels", "labels-per-cls", "num-labels", "shots"], ["--labels-per-class 5"]),
  ...sameFor(["num-classes", "classes", "class-names"], ["the classes are those of the data"]),
  ...sameFor(["lr", "learning-rate", "base-lr"], ["--set optimizer.learningRate=0.01"]),
  ...sameFor(["batch-size", "batch", "bs"], ["--set schedule.labeledPerStep=4"]),
  ...sameFor(["gradient-accumulation-steps", "accumulate", "accum"], [
    "--set schedule.accumulate=4",
  ]),
  ...sameFor(["weight-decay", "wd"], ["--set optimizer.weightDecay=0.0001"]),
  ...sameFor(["momentum"], ["--set optimizer.momentum=0.9"]),
  ...sameFor(["warmup", "warmup-steps", "warmup-epochs"], ["--set optimizer.warmupShare=0.1"]),
  ...sameFor(["ema", "ema-decay"], ["--set optimizer.emaDecay=0.999"]),
  ...sameFor(["threshold", "tau"], ["--set method.threshold=0.9"]),
  ...sameFor(["iterations", "iters", "max-iter", "max-steps", "num-steps"], ["--steps 500"]),
  ...sameFor(["max-epochs", "num-epochs", "num-train-epochs"], ["--epochs 10"]),
  ...sameFor(["model", "arch", "backbone", "network"], ["--set primary=slow_r50"]),
  ...sameFor(["image-size", "img-size", "input-size", "crop-size", "resolution", "size"], [
    "--set clip.size=112",
  ]),
  ...sameFor(["frames", "num-frames", "clip-len"], ["--set clip.primary.frames=8"]),
  ...sameFor(["pretrained", "weights", "load-from", "init", "checkpoint", "ckpt", "finetune"], [
    "--from FILE",
    "--set weights.primary=FILE",
    "--run NAME",
  ]),
  ...sameFor(["preset", "cfg", "config-file"], ["--config NAME"]),
  ...sameFor(["output", "output-dir", "out", "out-dir", "work-dir", "save-dir", "logdir"], [
    "--name NAME",
  ]),
  ...sameFor(["exp-name", "experiment", "run-name", "project"], ["--name NAME", "--run NAME"]),
  ...sameFor(["continue", "resume-from", "resume-from-checkpoint", "auto-resume"], [
    "--resume NAME",
  ]),
  ...sameFor(["json", "format"], ["results.json in the folder of the run holds the scores"]),
  ...sameFor(["topk", "top-k", "num-predictions"], ["--top 5"]),
  ...sameFor(["save-every", "save-steps", "checkpoint-every", "checkpoint-period"], [
    "--set checkpoint.everySteps=100",
  ]),
  ...sameFor(["eval-every", "eval-steps", "eval-period", "eval-interval", "val-interval"], [
    "--evaluate-every 100",
  ]),
  ...sameFor(["early-stopping", "early-stopping-patience"], ["--patience 5"]),
  ...sameFor(["val-share", "val-split", "validation-split"], ["--validation-share 0.2"]),
  ...sameFor(["frozen-stages", "frozen", "freeze-layers", "freeze-backbone"], [
    "--freeze blocks.0",
  ]),
  ...sameFor(["gpu", "gpus", "cuda", "ngpus"], ["--device gpu"]),
  ...sameFor(["cpu", "no-cuda"], ["--device cpu"]),
  ...sameFor(["fp16", "bf16", "amp", "mixed-precision", "half"], ["--precision bf16"]),
  ...sameFor(["workers", "num-workers", "jobs"], ["videos are decoded on all processors"]),
  ...sameFor(["verbose", "debug"], ["ACTNETFORMER_DEBUG=1 shows where errors come from"]),
};

function sameFor(
  habits: readonly string[],
  replacements: readonly string[],
): Record<string, readonly string[]> {
  return Object.fromEntries(habits.map((habit) => [habit, replacements]));
}
