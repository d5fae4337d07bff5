import type { PeopleFound } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';

/** As many as the agent puts on a page (`peopleOnPage` of the contract). */
const onPage = 10;

interface Properties {
  readonly found: PeopleFound;
  readonly onTurn: (offset: number) => void;
}

/** Where a list of several pages stands, and the ways to the next and the one before. */
export function FoundPages({ found, onTurn }: Properties) {
  const { text } = useText();
  const { offset, total, listed, people } = found;
  const [before, after] = [pageOffset('PageUp', found), pageOffset('PageDown', found)];
  return (
    <div className="find-pages">
      <p className="find-foot" role="status">
        {total > onPage
          ? text('find.page', { from: offset + 1, to: offset + people.length, total })
          : text('find.count', { count: total })}
        {total > listed && ` ${text('find.another-word', { listed })}`}
      </p>
      {total > onPage && (
        <p className="find-turn">
          <Button disabled={before === null} onClick={() => before !== null && onTurn(before)}>
            {text('find.page-before')}
          </Button>
          <Button disabled={after === null} onClick={() => after !== null && onTurn(after)}>
            {text('find.page-after')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** The first person of the page to which a key turns; null where it turns nowhere. */
export function pageOffset(
  key: string,
  { offset, listed }: Pick<PeopleFound, 'offset' | 'listed'>,
): number | null {
  if (key === 'PageDown') return offset + onPage < listed ? offset + onPage : null;
  if (key === 'PageUp') return offset > 0 ? Math.max(0, offset - onPage) : null;
  return null;
}
