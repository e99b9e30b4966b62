import { compile, disposeTree } from "../../runtime/mod.ts";
import { stepFlop } from "../limit/step_flop.ts";
import { profileStep, trainingInParts } from "../profile/profile_step.ts";
import type { MeasuredPass } from "./measured_pass.ts";
import { prepareStep, type StepMode } from "./prepare_step.ts";

/** Returns the training step of the case in `folder`; each takes the state of the one before. */
export async function trainingPass(folder: string, mode: StepMode): Promise<MeasuredPass> {
  const prepared = await prepareStep(folder, mode);
  const step = compile(prepared.step, { xla: mode.xla });
  let { state } = prepared.input;
  return {
    async take() {
      const { state: next, ...metrics } = await step({ ...prepared.input, state });
      const [loss] = metrics.result.loss.dataSync();
      const free = () => {
        disposeTree(state);
        disposeTree(metrics);
        state = next;
      };
      return { loss: loss!, free };
    },
    flop: () => stepFlop(prepared.plainStep, { ...prepared.input, state }),
    profile: () => profileStep(trainingInParts(prepared.options), { ...prepared.input, state }),
  };
}
