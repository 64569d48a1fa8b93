/** Options of operations that reduce axes. */
export interface ReduceOptions {
  /** Which axis or axes to reduce; negative ones count from the end. All unless given. */
  axis?: number | readonly number[] | undefined;
  /**
   * Whether the reduced axes stay, with size 1.
   * @defaultValue false
   */
  keepDims?: boolean | undefined;
}

/** Options of operations that find a place along one axis. */
export interface ArgReduceOptions {
  /** Along which axis; unless given, over all elements in row-major order. */
  axis?: number | undefined;
  /**
   * Whether the axis stays, with size 1.
   * @defaultValue false
   */
  keepDims?: boolean | undefined;
}

/** The option of operations along one axis. */
export interface AxisOption {
  /** Which axis; negative ones count from the end. */
  axis?: number | undefined;
}
