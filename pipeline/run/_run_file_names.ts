/** Names of the files and folders in a run's folder. */
export const RUN_FILE_NAMES = {
  record: "run.json",
  config: "config.json",
  split: "split.json",
  videos: "videos.jsonl.gz",
  labeled: "labeled.txt",
  classes: "classes.txt",
  metrics: "metrics.jsonl",
  live: "live",
  checkpoints: "checkpoints",
  log: "log.txt",
  tag: "tag.txt",
  curves: "curves.svg",
  report: "report.html",
  results: "results.json",
  predictions: "predictions.jsonl",
  confusionTable: "confusion.csv",
  confusionImage: "confusion.svg",
  embeddings: "features/embeddings.safetensors",
  mistakes: "mistakes.json",
  tensorBoard: "tensorboard",
  tests: "tests",
  testConfig: "test.json",
} as const;

/**
 * Names of the copy of the user's own method, which is kept before it runs. It is not removed with
 * the files of a run's first moments: a user may have put the method there.
 */
export const METHOD_COPY = /^method\.[^.]+$/;
