import type { SpatialPlan, StrongOperation, StrongPlan } from "../../operators/mod.ts";

const CHANNEL_NAMES = ["red", "green", "blue"] as const;

/**
 * Describes what was drawn for a view: which part of the decoded frame it shows, in pixels, and how
 * that was changed; clips of another modality have operations of their own.
 */
export function describePlan(plan: SpatialPlan | StrongPlan): string {
  const { box, flip } = plan;
  const [width, height, left, top] = [box.width, box.height, box.left, box.top].map(toTenths);
  const parts = [`crop ${width} × ${height} at (${left}, ${top})`];
  if (flip) parts.push("flipped");
  if ("operations" in plan) {
    parts.push(...plan.operations.map(describeOperation));
    parts.push(...Object.entries(plan.others ?? {}).map(describeOthers));
  }
  return parts.join(" · ");
}

function describeOthers([modality, operations]: [string, readonly StrongOperation[]]): string {
  return `${modality}: ${operations.map(describeOperation).join(", ")}`;
}

function describeOperation(operation: StrongOperation): string {
  switch (operation.name) {
    case "cutout":
      return `cutout ${operation.box.width} × ${operation.box.height}`;
    case "channelDropout":
      return `without ${operation.channels.map((channel) => CHANNEL_NAMES[channel]).join(", ")}`;
    case "pixelDropout":
      return `without ${percent(operation.rate)} of the pixels`;
    case "autocontrast":
    case "equalize":
    case "invert":
      return operation.name;
    case "rotate":
      return `rotate by ${rounded(operation.magnitude)}°`;
    case "posterize":
      return `posterize to ${operation.magnitude} bits`;
    case "solarize":
      return `solarize from ${rounded(operation.magnitude)}`;
    case "solarizeAdd":
      return `solarizeAdd ${rounded(operation.magnitude)}`;
    case "translateX":
    case "translateY":
      return `${operation.name} by ${percent(operation.magnitude)}`;
    case "shearX":
    case "shearY":
      return `${operation.name} by ${rounded(operation.magnitude)}`;
    default:
      return `${operation.name} × ${rounded(operation.magnitude)}`;
  }
}

function percent(share: number): string {
  return `${rounded(100 * share)} %`;
}

function toTenths(value: number): string {
  return String(Number(value.toFixed(1)));
}

/** To hundredths, without zeros at the end. */
function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}
