/** Headings under which `--help` lists options; the fields' own come from the configuration. */
export const HELP_GROUPS = {
  run: "Run:",
  output: "Output:",
  configuration: "Configuration:",
  data: "Data:",
  training: "Training:",
  device: "Device:",
  help: "Help:",
} as const;
