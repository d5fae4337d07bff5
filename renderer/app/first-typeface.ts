/** The letters, which come with the page: laid out without them, the system would look for typefaces that have them. */
export async function firstTypeface(): Promise<void> {
  await Promise.all([300, 400, 600].map((weight) => document.fonts.load(`${weight} 1rem "Madoguchi"`, '0')));
}
