/** Told by a page's own `print` instead of the system's dialog. Any page may call it; it asks, and does nothing. */
export const binding = 'madoguchiPrint';

/**
 * Runs in a page's own documents, in frames that another process draws and in the empty ones that a page makes itself before
 * any script of theirs: nothing of those can reach the system's own print dialog, which prints into files anywhere. A frame
 * of the page's own process that is given a document is held only once that stands; its first scripts come before. What it needs later it keeps from the start: a
 * page may put its own functions in place of the language's.
 */
export const pageGuard = `(() => {
  const ask = globalThis[${JSON.stringify(binding)}];
  delete globalThis[${JSON.stringify(binding)}];
  const { apply } = Reflect;
  const asText = String;
  const lower = asText.prototype.toLowerCase;
  const fix = (object, name, value) =>
    Object.defineProperty(object, name, { value, writable: false, configurable: false, enumerable: true });
  let unasked = 1;
  const touched = () => navigator.userActivation?.isActive === true;
  const print = () => {
    if (typeof ask !== 'function' || (!touched() && unasked-- <= 0)) return;
    ask('');
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
