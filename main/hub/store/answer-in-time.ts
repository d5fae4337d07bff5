/** Whoever asks how the hub stands is answered, also while the database is silent: it counts as away then. */
const patienceMs = 3_000;

/** What the database answers; rejects when it takes longer than three seconds, whatever becomes of the work. */
export async function answerInTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database does not answer')), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
