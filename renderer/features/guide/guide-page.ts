/** One screen of the help. */
export type GuidePage =
  | { readonly kind: 'start' }
  | { readonly kind: 'article'; readonly id: string }
  /** `id` is null for the first question of the tree. */
  | { readonly kind: 'question'; readonly id: string | null; readonly number: number }
  | { readonly kind: 'outcome'; readonly id: string }
  | { readonly kind: 'counters' }
  | { readonly kind: 'clock' }
  | { readonly kind: 'devices' };

export type OpenPage = (page: GuidePage) => void;
