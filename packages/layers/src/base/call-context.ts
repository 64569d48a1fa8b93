/** What the call of an outer layer hands on to the layers inside it. */
interface OuterCall {
  readonly training: boolean;
}

let current: OuterCall | undefined;

/** Whether the layer that is being called is training; false outside of any call. */
export function outerTraining(): boolean {
  return current?.training ?? false;
}

/** Runs the body of a layer; layers called inside it train if it does. */
export function inCall<Result>(training: boolean, body: () => Result): Result {
  const outer = current;
  current = { training };
  try {
    return body();
  } finally {
    current = outer;
  }
}
