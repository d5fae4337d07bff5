/** A field as it was before a scanner fired into it. */
export interface KeptField {
  /** Gives it back what it held, its selection and the focus. */
  restore(): void;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Remembers what holds the focus; nothing but the focus itself where it is no field. */
export function keepField(element: Element | null): KeptField {
  if (!(element instanceof HTMLElement)) return { restore: () => undefined };
  if (!isField(element)) return { restore: () => element.focus() };
  const { value } = element;
  const selection = selectionOf(element);
  return {
    restore() {
      if (document.activeElement !== element) element.focus();
      if (element.value !== value || isSegmented(element)) setValue(element, value);
      if (selection !== null && 'setSelectionRange' in element) element.setSelectionRange(...selection);
    },
  };
}

function isField(element: HTMLElement): element is Field {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  );
}

/** A date that is typed in parts has no value until it is whole. */
function isSegmented(field: Field): boolean {
  return field instanceof HTMLInputElement && /^(?:date|time|month|week|datetime-local)$/.test(field.type);
}

/** Sets a field as a person would, so that whoever follows it hears of it. */
function setValue(field: Field, value: string): void {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  if (setter === undefined) return;
  // Parts of a date that were typed are only dropped by a whole one.
  if (isSegmented(field) && value === '')
    setter.call(field, field.getAttribute('type') === 'date' ? '2000-01-01' : '');
  setter.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (field instanceof HTMLSelectElement) field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Where the selection stands; null for fields that have none. */
function selectionOf(field: Field): readonly [number, number] | null {
  if (field instanceof HTMLSelectElement) return null;
  const { selectionStart, selectionEnd } = field;
  return selectionStart === null || selectionEnd === null ? null : [selectionStart, selectionEnd];
}
