/**
 * The environment of a user's shell: without what TensorFlow's start in this process has set, and
 * without the folder that Deno keeps of a task around it, as of that which runs the tests.
 */
export function userEnvironment(): Record<string, string> {
  const { TF_CPP_MIN_LOG_LEVEL: _level, INIT_CWD: _folder, ...inherited } = Deno.env.toObject();
  return { ...inherited, NO_COLOR: "1" };
}
