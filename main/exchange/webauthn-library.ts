/**
 * The WebAuthn library and its readers of COSE keys and attestation objects, loaded when something is first verified: a
 * workstation at which nobody signs holds none of it. One after the other: the readers need what the library sets up.
 */
export async function webAuthnLibrary() {
  const library = await import('@simplewebauthn/server');
  const readers = await import('@simplewebauthn/server/helpers');
  return { ...library, ...readers };
}
