// How each system's packages are signed. Every secret comes from the environment of the build; nothing of it is in a file.

/**
 * What electron-builder is told about signing. Windows: a signing service where `AZURE_SIGNING_ENDPOINT`,
 * `AZURE_SIGNING_ACCOUNT` and `AZURE_SIGNING_PROFILE` are set, otherwise signtool with `WIN_CSC_LINK`. macOS: the identity
 * of `CSC_LINK`, and notarisation where `APPLE_API_KEY` is set.
 */
export function signingConfiguration(environment) {
  const { AZURE_SIGNING_ENDPOINT, AZURE_SIGNING_ACCOUNT, AZURE_SIGNING_PROFILE, MADOGUCHI_PUBLISHER } =
    environment;
  const service = {
    publisherName: MADOGUCHI_PUBLISHER,
    endpoint: AZURE_SIGNING_ENDPOINT,
    codeSigningAccountName: AZURE_SIGNING_ACCOUNT,
    certificateProfileName: AZURE_SIGNING_PROFILE,
  };
  const tool = {
    signingHashAlgorithms: ['sha256'],
    ...(MADOGUCHI_PUBLISHER === undefined ? {} : { publisherName: MADOGUCHI_PUBLISHER }),
  };
  return {
    win: AZURE_SIGNING_ENDPOINT === undefined ? { signtoolOptions: tool } : { azureSignOptions: service },
    mac: { notarize: environment.APPLE_API_KEY !== undefined },
  };
}

const needed = {
  service: [
    'AZURE_SIGNING_ENDPOINT',
    'AZURE_SIGNING_ACCOUNT',
    'AZURE_SIGNING_PROFILE',
    'MADOGUCHI_PUBLISHER',
  ],
  certificate: ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'],
  apple: [
    ...['CSC_LINK', 'CSC_KEY_PASSWORD', 'CSC_INSTALLER_LINK', 'CSC_INSTALLER_KEY_PASSWORD'],
    ...['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ],
  detached: ['MADOGUCHI_GPG_KEY'],
};

/** What a release lacks to be signed on this system, in words; null when nothing. */
export function signingObjection(platform, environment) {
  const lacks = (kind) => needed[kind].filter((name) => (environment[name] ?? '') === '');
  const kinds =
    platform === 'win32' ? ['service', 'certificate'] : [platform === 'darwin' ? 'apple' : 'detached'];
  const missing = kinds.map(lacks);
  if (missing.some((names) => names.length === 0)) return null;
  return `set ${missing.map((names) => names.join(', ')).join(', or ')}`;
}
