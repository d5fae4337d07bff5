import { describe, expect, it } from 'vitest';
import { pairsOf } from '../../../renderer/ui/furigana.tsx';

describe('the reading of a name', () => {
  it('stands above family and given name each, whatever space is between them', () => {
    expect(pairsOf('髙橋 結衣', 'たかはし ゆい')).toEqual([
      ['髙橋', 'たかはし'],
      ['結衣', 'ゆい'],
    ]);
    expect(pairsOf('青葉　さくら', 'アオバ　サクラ')).toEqual([
      ['青葉', 'アオバ'],
      ['さくら', 'サクラ'],
    ]);
  });

  it('stands above the whole where the parts do not answer each other', () => {
    expect(pairsOf('山田 マリア 花子', 'やまだ はなこ')).toEqual([['山田 マリア 花子', 'やまだ はなこ']]);
    expect(pairsOf(' 王偉 ', 'ワン ウェイ')).toEqual([['王偉', 'ワン ウェイ']]);
  });
});
