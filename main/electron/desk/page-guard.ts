/**
 * What runs in every document of a page before any script of it, frames and the empty documents that a page makes itself
 * included; where it has run already it does nothing. Nothing of the document can reach the system's own print dialog, which
 * prints into files anywhere: the page's wish is said on the console, as `word`, of which the page never hears. What it needs
 * later it keeps from the start: a page may put its own functions in place of the language's.
 */
export function pageGuard(word: string): string {
  return `(() => {
  if (Object.getOwnPropertyDescriptor(globalThis, 'print')?.configurable === false) return;
  const word = ${JSON.stringify(word)};
  const { debug } = console;
  const { apply } = Reflect;
  const asText = String;
  const lower = asText.prototype.toLowerCase;
  const fix = (object, name, value) =>
    Object.defineProperty(object, name, { value, writable: false, configurable: false, enumerable: true });
  let unasked = 1;
  const touched = () => navigator.userActivation?.isActive === true;
  const print = () => {
    if (touched() || unasked-- > 0) debug(word);
  };
  fix(globalThis, 'print', print);
  if (typeof Document === 'undefined') return;
  const command = Document.prototype.execCommand;
  fix(Document.prototype, 'execCommand', function execCommand(name, shows, value) {
    const wanted = asText(name);
    if (apply(lower, wanted, []) !== 'print') return apply(command, this, [wanted, shows, value]);
    print();
    return true;
  });
})()`;
}
