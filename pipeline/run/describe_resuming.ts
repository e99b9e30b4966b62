import { taskCommand } from "../terminal/task_command.ts";

/**
 * Says how a run that was stopped goes on, as the end of a sentence.
 *
 * @param reference The run's name, or the path of its folder.
 */
export function describeResuming(reference: string): string {
  return `resume with: ${taskCommand("train", "--resume", reference)}`;
}
