import { succeed } from '../../../native/client/fido-error.ts';

/** Device paths that can be plugged in and out. */
export function createPlugBoard() {
  const listeners = new Set<() => void>();
  let paths: readonly string[] = [];
  return {
    list: async () =>
      succeed(paths.map((path) => ({ path, product: path, vendorId: 1, productId: 1, simulated: false }))),
    watch(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watched: () => listeners.size > 0,
    set(next: readonly string[]) {
      paths = next;
      for (const listener of [...listeners]) listener();
    },
  };
}
