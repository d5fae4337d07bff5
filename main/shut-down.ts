/** Runs `stop` once on SIGTERM, SIGINT, SIGHUP, or when the parent that started this process is gone; then exits. */
export function onShutDown(stop: () => Promise<void>): void {
  let stopping = false;
  const shutDown = () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, shutDown);
  if (process.connected) {
    process.on('disconnect', shutDown);
    process.channel?.unref();
  }
}
