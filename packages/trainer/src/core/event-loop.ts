/** How long a training may keep the event loop to itself, in milliseconds. */
const patience = 25;

/**
 * Lets timers, signals, pages and finalizers have their turn now and then: promises alone never do.
 *
 * @returns a function that waits for a turn of the event loop where it is time for one
 */
export function turns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < patience) return;
    await nextTurn();
    last = performance.now();
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    // In pages: a message comes at once, where a timer would wait four milliseconds.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
