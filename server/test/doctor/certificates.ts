import { generate } from 'selfsigned';

/** A certificate with its key, as PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWishes {
  readonly name?: string;
  /** Names and addresses that it is for. */
  readonly hosts?: readonly string[];
  readonly by?: Pair;
  readonly isAuthority?: boolean;
  /** Days from today. */
  readonly from?: number;
  readonly until?: number;
}

const DAY = 86_400_000;

/** Makes a certificate, signed by itself or `by` another. */
export async function makeCertificate(wishes: CertificateWishes = {}): Promise<Pair> {
  const {
    name = 'tasks.example',
    hosts = ['127.0.0.1'],
    by,
    isAuthority = false,
    from = -1,
    until = 30,
  } = wishes;
  const altNames = hosts.map((host) =>
    /^[\d.]+$/.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
  );
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from * DAY),
    notAfterDate: new Date(Date.now() + until * DAY),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority },
      ...(isAuthority
        ? [{ name: 'keyUsage' as const, keyCertSign: true, cRLSign: true, digitalSignature: true }]
        : [{ name: 'keyUsage' as const, digitalSignature: true }]),
      ...(isAuthority ? [] : [{ name: 'subjectAltName' as const, altNames }]),
    ],
    ...(by ? { ca: by } : {}),
  });
  return { cert: made.cert, key: made.private };
}
