/** Headings under which `--help` lists options. */
export const HELP_GROUPS = {
  run: "Run:",
  videos: "Videos:",
  output: "Output:",
  configuration: "Configuration:",
  data: "Data:",
  training: "Training:",
  workers: "Workers:",
  device: "Device:",
  help: "Help:",
} as const;
