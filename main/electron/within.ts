/** What `begin` settles with; false when it has not by then. */
export function within(
  milliseconds: number,
  begin: (settle: (value: boolean) => void) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    begin((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
