/** How long a training may keep the event loop to itself, in milliseconds. */
const patience = 25;

/** When the event loop last had a turn: of all trainings together, so that short epochs add up. */
let last = 0;

/** Lets timers, signals, pages and finalizers have their turn where it is time for one: promises alone never do. */
export async function turn(): Promise<void> {
  if (performance.now() - last < patience) return;
  await nextTurn();
  last = performance.now();
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
