// The import rules of the architecture, checked by `npm run rules`. Type imports count like any other.
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** One package, one importing file. */
const onlyIn = (dependency, path) =>
  rule(
    `only-in-${path.replaceAll(/[^a-z]+/gi, '-')}-${dependency.replaceAll(/[^a-z]+/gi, '-')}`,
    `${dependency} has one importer`,
    { path: '^(main|renderer|preload|native)/', pathNot: `^${path}` },
    { path: `(^|/)node_modules/${dependency}/|^${dependency}$` },
  );

const builtin = { dependencyTypes: ['core'] };

module.exports = {
  forbidden: [
    rule(
      'electron-stays-in-the-face',
      'electron is imported only in main/electron, main/index.ts and preload/index.ts',
      {
        path: '^(main|renderer|preload|native)/',
        pathNot: '^(main/electron/|main/index\\.ts$|preload/index\\.ts$)',
      },
      { path: '(^|/)node_modules/electron/|^electron$' },
    ),
    onlyIn('better-sqlite3', 'main/agent/store/encrypted-database\\.ts$'),
    onlyIn('@types/better-sqlite3', 'main/agent/store/encrypted-database\\.ts$'),
    onlyIn('node-hid', 'native/hid/node-hid-port\\.ts$'),
    onlyIn('@simplewebauthn/browser', 'renderer/features/staff/platform-authenticator\\.ts$'),
    onlyIn('ldapts', 'main/(directory/ldap\\.ts|ldap/ldap-session\\.ts)$'),
    onlyIn('@okta/okta-sdk-nodejs', 'main/provider/okta/okta-connection\\.ts$'),
    onlyIn('@azure/msal-node', 'main/(directory/entra|provider/entra/graph-token)\\.ts$'),
    onlyIn('openid-client', 'main/directory/open-id-connect\\.ts$'),
    onlyIn('@node-rs/argon2', 'main/(directory/local|agent/sign-in/password-verifier\\.ts$)'),
    rule(
      'renderer-knows-contract-types-only',
      'renderer imports itself, libraries, the messages and types of the contract',
      { path: '^renderer/' },
      { path: '^(main|native|preload)/', pathNot: '^preload/contract/' },
    ),
    rule(
      'renderer-takes-no-code-of-the-contract',
      'what the renderer takes from the contract is types and messages',
      { path: '^renderer/' },
      { path: '^preload/contract/.*\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule('renderer-without-node', 'no Node built-in in the renderer', { path: '^renderer/' }, builtin),
    rule('preload-without-node', 'no Node built-in in the preload', { path: '^preload/' }, builtin),
    rule(
      'contract-stands-alone',
      'the contract imports itself and zod',
      { path: '^preload/contract/' },
      { pathNot: '^preload/contract/|(^|/)node_modules/zod/|^zod$' },
    ),
    rule(
      'native-stands-alone',
      'native imports itself, its libraries and Node',
      { path: '^native/' },
      {
        path: '^(main|renderer|preload)/|node_modules/(electron|react|fastify|better-sqlite3|kysely|pg)/',
      },
    ),
    rule(
      'agent-and-hub-know-no-face',
      'agent and hub never import the face',
      { path: '^main/(agent|hub)/' },
      {
        path: '^(main/electron|main/cli|renderer)/|^preload/(bridge|index)\\.ts$',
      },
    ),
    rule(
      'agent-knows-no-hub',
      'agent and hub share only the exchange',
      { path: '^main/agent/' },
      { path: '^main/hub/' },
    ),
    rule(
      'hub-knows-no-agent',
      'agent and hub share only the exchange',
      { path: '^main/hub/' },
      { path: '^main/(agent|socket)/' },
    ),
    rule('hub-knows-no-hid', 'the hub has no devices', { path: '^main/hub/' }, { path: '^native/' }),
    rule(
      'exchange-is-pure',
      'what agent and hub share knows neither',
      { path: '^main/exchange/' },
      {
        path: '^(main/(agent|hub|electron|cli|directory|provider|socket)|native|renderer)/',
      },
    ),
    rule(
      'connector-knows-its-interface',
      'a connector imports its interface, errors and SDK',
      { path: '^main/(directory|people-source|provider)/' },
      {
        path: '^main/(agent|hub|electron|cli|socket)/|^native/|^renderer/',
      },
    ),
    rule(
      'ldap-knows-no-connector',
      'what directory and provider share of LDAP knows neither',
      { path: '^main/ldap/' },
      { path: '^(main/(?!ldap/|http/)|native|preload|renderer)' },
    ),
    rule(
      'http-stands-alone',
      'what every caller of a service shares knows none of them',
      { path: '^main/http/' },
      { path: '^(main/(?!http/)|native|preload|renderer)' },
    ),
    rule(
      'files-stand-alone',
      'what every writer of a file shares knows none of them',
      { path: '^main/files/' },
      { path: '^(main/(?!files/)|native|preload|renderer)' },
    ),
    rule(
      'no-connector-knows-another',
      'directory and provider stay apart',
      { path: '^main/directory/' },
      { path: '^main/provider/' },
    ),
    rule(
      'no-provider-knows-a-directory',
      'directory and provider stay apart',
      { path: '^main/provider/' },
      { path: '^main/directory/' },
    ),
    rule(
      'face-knows-no-agent',
      'the face relays and decides nothing',
      { path: '^main/(electron/|index\\.ts)' },
      {
        path: '^main/(agent|hub|exchange|directory|provider|cli|profile)/|^native/',
      },
    ),
    rule(
      'nothing-imports-tests',
      'tests are imported by nothing',
      { path: '^(main|renderer|preload|native)/' },
      { path: '^test/' },
    ),
    rule('no-cycles', 'no cycles', {}, { circular: true }),
    rule(
      'resolvable',
      'every import resolves',
      {},
      { couldNotResolve: true, pathNot: '^(electron$|virtual:)' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    extraExtensionsToScan: ['.css', '.json'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
