// The four bundles. Each function returns a Vite configuration that needs no other file.
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { bundleContents } from './bundle-contents.mjs';
import { furiganaRuntime } from './furigana-runtime.mjs';
import { messageCheck } from './message-check.mjs';
import { messages } from './messages.mjs';
import { ownTypeface, typefacePackage, wholeTypeface } from './typeface.mjs';

/** Packages that stay packages: native code and WebAssembly lie in files beside their JavaScript. */
export const nativePackages = ['better-sqlite3', 'node-hid', '@node-rs/argon2', '@electric-sql/pglite'];

/** Tools of the checkout that a command may load from node_modules, and that no bundle may contain. */
const tools = [
  'electron',
  'electron-builder',
  'playwright',
  'playwright-core',
  'typescript',
  'vite',
  'vitest',
];

const nodeModules = new Set(builtinModules);

const common = { configFile: false, envDir: false, logLevel: 'warn', clearScreen: false, publicDir: false };

const output = {
  emptyOutDir: false,
  sourcemap: false,
  reportCompressedSize: false,
  copyPublicDir: false,
};

/** One CommonJS file for Electron; only `electron` and Node's own modules are left to be required. */
function electronBundle(root, dist, name) {
  return {
    ...common,
    root,
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ...output,
      ssr: join(root, name, 'index.ts'),
      outDir: join(dist, name),
      target: 'node18',
      minify: false,
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
        plugins: [onlyExternals('electron'), bundleContents({ root, dist, name })],
      },
    },
  };
}

export function mainBundle(root, dist) {
  return electronBundle(root, dist, 'main');
}

/** A sandboxed preload can require little besides electron: a second external would fail only when the window opens. */
export function preloadBundle(root, dist) {
  const bundle = electronBundle(root, dist, 'preload');
  bundle.build.rolldownOptions.plugins.push(withoutNode());
  return bundle;
}

/** No inlined assets and no injected scripts: the window's content security policy allows neither. */
export function rendererBundle(root, dist, { pseudo = null } = {}) {
  return {
    ...common,
    root: join(root, 'renderer'),
    base: '/',
    plugins: [
      react(),
      messageCheck(root),
      furiganaRuntime(root),
      messages(root, { pseudo }),
      ownTypeface(root),
      wholeTypeface(),
      bundleContents({ root, dist, name: 'renderer', besides: [typefacePackage(root)] }),
      compiledAhead(),
    ],
    build: {
      ...output,
      outDir: join(dist, 'renderer'),
      target: 'chrome114',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
  };
}

/**
 * Has V8 compile React's CommonJS modules while the script streams in, beside the window's main thread: it does so for a
 * function expression in parentheses, and not for the arrow function that the bundler writes.
 */
function compiledAhead() {
  return {
    name: 'compiled-ahead',
    renderChunk(code) {
      const ahead = code.replaceAll(
        /(__commonJS\w*)\(\(?\(?((?:exports)?(?:, module)?)\)? => \{/g,
        (_whole, wrapper, parameters) => `${wrapper}((function (${parameters}) {`,
      );
      return { code: ahead, map: null };
    },
  };
}

/** Agent, hub, command line and the wipe's process for the pinned Node; what they share lies in chunks beside them. */
export function nodeBundle(root, dist) {
  const entry = (name) => join(root, 'main', name, 'index.ts');
  return {
    ...common,
    root,
    ssr: { noExternal: true, external: [...nativePackages, ...tools] },
    build: {
      ...output,
      ssr: true,
      outDir: join(dist, 'node'),
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: {
          agent: entry('agent'),
          hub: entry('hub'),
          cli: entry('cli'),
          wipe: entry('agent/session/wipe'),
        },
        output: {
          format: 'esm',
          entryFileNames: '[name].mjs',
          chunkFileNames: 'chunks/[name]-[hash].mjs',
          // A library that is loaded late runs in its own order: one of WebAuthn's asks at once for a polyfill of another.
          strictExecutionOrder: true,
        },
        plugins: [onlyExternals(...nativePackages, ...tools), bundleContents({ root, dist, name: 'node' })],
      },
    },
  };
}

/** Fails the build where a bundle would need a package at run time that nobody promised to put there. */
function onlyExternals(...allowed) {
  return {
    name: 'only-known-externals',
    generateBundle(_options, bundle) {
      for (const imported of importsOf(bundle)) {
        const name = packageName(imported);
        if (!imported.startsWith('node:') && !nodeModules.has(imported) && !allowed.includes(name)) {
          this.error(`"${imported}" is left outside the bundle`);
        }
      }
    },
  };
}

function withoutNode() {
  return {
    name: 'preload-without-node',
    generateBundle(_options, bundle) {
      for (const imported of importsOf(bundle)) {
        if (imported !== 'electron') this.error(`a sandboxed preload cannot require "${imported}"`);
      }
    },
  };
}

/** What the chunks of a bundle import that is not one of its own chunks. */
function importsOf(bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const own = new Set(chunks.map(({ fileName }) => fileName));
  const imported = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
  return new Set(imported.filter((name) => !own.has(name)));
}

function packageName(imported) {
  return imported.split('/', imported.startsWith('@') ? 2 : 1).join('/');
}
