/** TV-L1 on arrays of numbers in float64, pixel by pixel: what the tensor operations must equal. */

/** Rows of numbers. */
export type Plane = readonly (readonly number[])[];

/** Displacements to the right, and down. */
export type PlainFlow = readonly [right: Plane, down: Plane];

/** The brightness residual around a flow: `constant + right · u + down · v`. */
export interface PlainResidual {
  readonly constant: Plane;
  readonly right: Plane;
  readonly down: Plane;
}

/** Makes a plane in the shape of `like`. */
export function planeOf(like: Plane, value: (row: number, column: number) => number): Plane {
  return like.map((values, row) => values.map((_, column) => value(row, column)));
}

/** The value of a pixel, or of the nearest one inside the frame. */
export function repeated(plane: Plane, row: number, column: number): number {
  const nearest = Math.min(Math.max(row, 0), plane.length - 1);
  const values = plane[nearest]!;
  return values[Math.min(Math.max(column, 0), values.length - 1)]!;
}

/** The centered difference, the edge repeated. */
export function slopeOf(plane: Plane, right: number, down: number): Plane {
  return planeOf(plane, (row, column) => {
    const after = repeated(plane, row + down, column + right);
    return (after - repeated(plane, row - down, column - right)) / 2;
  });
}

function sampled(plane: Plane, y: number, x: number): number {
  const [row, column] = [Math.floor(y), Math.floor(x)];
  const [down, right] = [y - row, x - column];
  const between = (row: number) =>
    (1 - right) * repeated(plane, row, column) + right * repeated(plane, row, column + 1);
  return (1 - down) * between(row) + down * between(row + 1);
}

/** Linearizes the residual. */
export function plainResidual(first: Plane, second: Plane, [u, v]: PlainFlow): PlainResidual {
  const [height, width] = [first.length, first[0]!.length];
  const inside = (row: number, column: number) => {
    const [y, x] = [row + v[row]![column]!, column + u[row]![column]!];
    return y >= 0 && y <= height - 1 && x >= 0 && x <= width - 1 ? 1 : 0;
  };
  const warped = (plane: Plane) =>
    planeOf(first, (row, column) => {
      const y = Math.min(Math.max(row + v[row]![column]!, 0), height - 1);
      const x = Math.min(Math.max(column + u[row]![column]!, 0), width - 1);
      return sampled(plane, y, x);
    });
  const [alongX, alongY] = [warped(slopeOf(second, 1, 0)), warped(slopeOf(second, 0, 1))];
  const right = planeOf(first, (row, column) => alongX[row]![column]! * inside(row, column));
  const down = planeOf(first, (row, column) => alongY[row]![column]! * inside(row, column));
  const level = warped(second);
  const constant = planeOf(first, (row, column) => {
    const moved = right[row]![column]! * u[row]![column]! + down[row]![column]! * v[row]![column]!;
    return level[row]![column]! - first[row]![column]! - moved;
  });
  return { constant, right, down };
}

/** Runs the iterations of one scale, from no motion. */
export function plainTvL1(
  first: Plane,
  second: Plane,
  { warps, iterations }: { readonly warps: number; readonly iterations: number },
): PlainFlow {
  const zeros = planeOf(first, () => 0);
  let flow: PlainFlow = [zeros, zeros];
  let duals: readonly Dual[] = [[zeros, zeros], [zeros, zeros]];
  for (let warp = 0; warp < warps; warp++) {
    const residual = plainResidual(first, second, flow);
    for (let iteration = 0; iteration < iterations; iteration++) {
      const [u, v] = thresholded(flow, residual);
      flow = [smoothed(u, duals[0]!), smoothed(v, duals[1]!)];
      duals = duals.map((dual, component) => raised(dual, flow[component]!));
    }
  }
  return flow;
}

type Dual = readonly [alongX: Plane, alongY: Plane];

const [TAU, LAMBDA, THETA] = [0.25, 0.15, 0.3];

function thresholded([u, v]: PlainFlow, { constant, right, down }: PlainResidual): PlainFlow {
  const factors = planeOf(u, (row, column) => {
    const [gx, gy] = [right[row]![column]!, down[row]![column]!];
    const square = gx * gx + gy * gy;
    const residual = constant[row]![column]! + gx * u[row]![column]! + gy * v[row]![column]!;
    if (residual < -LAMBDA * THETA * square) return LAMBDA * THETA;
    if (residual > LAMBDA * THETA * square) return -LAMBDA * THETA;
    return square === 0 ? 0 : -residual / square;
  });
  const moved = (flow: Plane, gradient: Plane) =>
    planeOf(
      flow,
      (row, column) => flow[row]![column]! + factors[row]![column]! * gradient[row]![column]!,
    );
  return [moved(u, right), moved(v, down)];
}

function smoothed(flow: Plane, [alongX, alongY]: Dual): Plane {
  const [height, width] = [flow.length, flow[0]!.length];
  return planeOf(flow, (row, column) => {
    const right = (column < width - 1 ? alongX[row]![column]! : 0) -
      (column > 0 ? alongX[row]![column - 1]! : 0);
    const down = (row < height - 1 ? alongY[row]![column]! : 0) -
      (row > 0 ? alongY[row - 1]![column]! : 0);
    return flow[row]![column]! + THETA * (right + down);
  });
}

function raised([alongX, alongY]: Dual, flow: Plane): Dual {
  const steps = (row: number, column: number) => {
    const value = flow[row]![column]!;
    const right = repeated(flow, row, column + 1) - value;
    const down = repeated(flow, row + 1, column) - value;
    const scale = 1 + TAU / THETA * Math.hypot(right, down);
    return { right, down, scale };
  };
  return [
    planeOf(flow, (row, column) => {
      const { right, scale } = steps(row, column);
      return (alongX[row]![column]! + TAU / THETA * right) / scale;
    }),
    planeOf(flow, (row, column) => {
      const { down, scale } = steps(row, column);
      return (alongY[row]![column]! + TAU / THETA * down) / scale;
    }),
  ];
}
