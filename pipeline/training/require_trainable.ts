import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import type { Config } from "../config/config.ts";
import { createNetworks } from "../networks/create_networks.ts";
import { chooseMethod } from "../methods/choose_method.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { divideVideos } from "../videos/divide_videos.ts";
import { findVideos } from "../videos/find_videos.ts";
import { createCredits } from "./create_credits.ts";
import { planMemory } from "./plan_memory.ts";
import { countSteps } from "./step_schedule.ts";
import { videoOrder } from "./video_order.ts";

/**
 * Requires that each of several runs can be trained, as far as that is known without the device, so
 * that the last one is not refused after hours of work on the others. Finds videos that several runs
 * share once.
 *
 * @throws {Error} If a method cannot train on its videos.
 * @throws {ConfigError} If a configuration names parameters that its networks do not have.
 * @throws {ManifestError} If something is wrong with the data.
 */
export async function requireTrainable(
  configs: readonly Config[],
  options: WorkOptions,
): Promise<void> {
  // At once, so that no videos are made on a machine that cannot train on them.
  requireMachine(thisMachine());
  for (const sharing of Map.groupBy(configs, ({ data }) => JSON.stringify(data)).values()) {
    const [{ data }] = sharing as [Config, ...Config[]];
    const manifest = await findVideos({ data }, options);
    for (const config of sharing) {
      const method = await chooseMethod(config);
      createNetworks(config, { ...method, classes: manifest.classes.length });
      const order = videoOrder(config, { method, videos: divideVideos(config, manifest) });
      countSteps(config, order);
      planMemory(config, { method, order, classes: manifest.classes.length });
      createCredits(config, order);
    }
  }
}
