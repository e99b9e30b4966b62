import { resolve } from "node:path";
import { homePath } from "../terminal/home_folder.ts";

/** Returns the whole path of the folder in which the program keeps its runs. */
export function runsFolder(): string {
  return resolve(homePath("runs"));
}
