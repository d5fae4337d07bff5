import { X509Certificate } from 'node:crypto';

/** Most certificates in a statement; real ones have one to four. */
const longestPath = 8;

/**
 * Whether the certificates of an attestation statement, leaf first, lead to one of `roots` (PEM) at `now` (WebAuthn
 * Level 3 §7.1 steps 22 to 24): each is issued and signed by the next, issuers are authorities, all are within their
 * validity, and the last is a root or issued by one. Nothing is fetched: no list of revoked certificates is asked for.
 */
export function leadsToRoot(
  certificates: readonly Uint8Array[],
  roots: readonly string[],
  now: Date,
): boolean {
  if (certificates.length === 0 || certificates.length > longestPath) return false;
  try {
    const path = certificates.map((bytes) => new X509Certificate(bytes));
    const anchors = roots.map((pem) => new X509Certificate(pem)).filter((root) => isCurrent(root, now));
    if (!path.every((certificate) => isCurrent(certificate, now))) return false;
    const linked = path.every((certificate, index) => {
      const issuer = path[index + 1];
      return issuer === undefined || isIssuedBy(certificate, issuer);
    });
    const last = path.at(-1);
    return linked && last !== undefined && anchors.some((root) => reaches(last, root));
  } catch {
    // A certificate that cannot be read leads nowhere.
    return false;
  }
}

/** A named root may itself be in the statement, or be the issuer of its last certificate. */
function reaches(last: X509Certificate, root: X509Certificate): boolean {
  return last.raw.equals(root.raw) || isIssuedBy(last, root);
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isCurrent(certificate: X509Certificate, now: Date): boolean {
  return (
    Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo)
  );
}
