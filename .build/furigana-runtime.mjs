// Whoever draws with React's JSX runtime draws with ours, which shows the readings that sentences bring along.
import { join } from 'node:path';

/** Resolves `react/jsx-runtime` to the renderer's own, libraries' imports included; only that one gets React's. */
export function furiganaRuntime(root) {
  const own = join(root, 'renderer', 'app', 'furigana-runtime.ts');
  return {
    name: 'furigana-runtime',
    enforce: 'pre',
    resolveId: (id, importer) => (id === 'react/jsx-runtime' && importer !== own ? own : undefined),
  };
}
