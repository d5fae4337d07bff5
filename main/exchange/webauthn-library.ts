/** The WebAuthn library, loaded when something is first verified: a workstation at which nobody signs holds none of it. */
export const webAuthnLibrary = () => import('@simplewebauthn/server');

/** Its readers of COSE keys and attestation objects. */
export const webAuthnReaders = () => import('@simplewebauthn/server/helpers');
