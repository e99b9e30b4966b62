/** Key in the metadata of a run's weights of the steps that led to them. */
export const STEPS_KEY = "steps";
