import type { Finding } from '../../contract/joining.ts';

/** What a sentence may name. None of it is a secret. */
export interface Facts {
  readonly host?: string;
  readonly port?: number;
  /** A word more: where a redirect leads, a status, a date. */
  readonly more?: string;
}

type Words = readonly [message: string, advice: string];

/** Each finding in words: what is so, and what to do. */
const WORDS: Readonly<Record<Finding, (facts: Facts) => Words>> = {
  OK: () => ['This is in order.', ''],
  SKIPPED: () => ['This is not needed here.', ''],
  ADDRESS_INVALID: () => [
    'This is not the address of a server.',
    'Write it like tasks.example.org or https://tasks.example.org:8443, without a user name or password.',
  ],
  ADDRESS_DUPLICATE: () => [
    'A workspace of this server is already here.',
    'Go on only to join it with another account.',
  ],
  HTTP_PUBLIC: ({ host }) => [
    `${host} is reached over the internet, and http would let anybody on the way read your password and tasks.`,
    'Use https. If the server has none, ask whoever runs it for a certificate.',
  ],
  HTTP_PRIVATE: ({ host }) => [
    `The connection to ${host} is not encrypted: anybody in the same network can read your password and tasks.`,
    'Use https if the server has it. Go on only in a network whose every device you trust.',
  ],
  DNS_UNKNOWN: ({ host }) => [
    `There is no server named ${host}.`,
    'Check the spelling. If it is right, the name may be known only in your company’s network: connect to its VPN.',
  ],
  DNS_FAILED: ({ host }) => [
    `The name ${host} could not be looked up.`,
    'Check that this device is online, then try again.',
  ],
  TCP_REFUSED: ({ host, port }) => [
    `${host} is there, but nothing answers on port ${port}.`,
    'Check the port. If it is right, the server is not running: ask whoever runs it.',
  ],
  TCP_TIMEOUT: ({ host, port }) => [
    `${host} does not answer on port ${port}.`,
    'A firewall may be in the way, or the server is off. Check the VPN and the port.',
  ],
  TCP_UNREACHABLE: ({ host }) => [
    `There is no way to ${host} from this network.`,
    'Check that this device is online, and the VPN if the server is in a company’s network.',
  ],
  TLS_EXPIRED: ({ more }) => [
    `The server’s certificate is not valid today (${more}).`,
    'Check this device’s date. If it is right, the certificate has to be renewed by whoever runs the server.',
  ],
  TLS_SELF_SIGNED: () => [
    'The server has a certificate of its own, which no known authority vouches for.',
    'Compare the SHA-256 below with what whoever runs the server tells you, and trust it only if it is the same.',
  ],
  TLS_WRONG_HOST: ({ host, more }) => [
    `The certificate is for another name than ${host}${more ? ` (${more})` : ''}.`,
    'Use a name that the certificate is for. Otherwise somebody else’s server may be answering.',
  ],
  TLS_INCOMPLETE: () => [
    'The server does not show who vouches for its certificate: a part of the chain is missing.',
    'Whoever runs the server should add the intermediate certificate. Trust this one only after comparing its SHA-256.',
  ],
  TLS_CHANGED: () => [
    'The server shows another certificate than the one that you trusted.',
    'Ask whoever runs the server whether it was renewed. Trust the new one only if its SHA-256 is the same.',
  ],
  TLS_NOT_SPOKEN: ({ host, port }) => [
    `${host} answers on port ${port}, but does not speak https there.`,
    'Check the port. In your own network, http:// in front may be what the server speaks.',
  ],
  HTTP_TIMEOUT: ({ host }) => [
    `${host} took the connection and then said nothing.`,
    'The server may be overloaded, or the port belongs to something else. Try again in a minute.',
  ],
  HTTP_REDIRECT: ({ more }) => [
    `The server sends visitors on to ${more}.`,
    'If that is your team’s address, enter it instead. A page to sign in to a network or a company is no TaskFlow.',
  ],
  HTTP_PORTAL: () => [
    'A page to sign in answers instead of TaskFlow.',
    'Open a browser and sign in to this network (hotel, train, company) first, then try again.',
  ],
  HTTP_STATUS: ({ host, more }) => [
    `${host} answers with an error (${more}).`,
    'Try again in a minute. If it stays so, tell whoever runs the server.',
  ],
  NOT_TASKFLOW: ({ host }) => [
    `${host} answers, but it is no TaskFlow server.`,
    'Check the address and the port with whoever runs the server.',
  ],
  SERVER_TOO_OLD: ({ more }) => [
    `The server’s TaskFlow (${more}) is too old for this app.`,
    'Ask whoever runs it to update it.',
  ],
  APP_TOO_OLD: ({ more }) => [
    `The server’s TaskFlow (${more}) needs a newer app than this one.`,
    'Update TaskFlow on this device.',
  ],
  CLOCK_OFF: ({ more }) => [
    `This device’s clock and the server’s are ${more} apart.`,
    'Set this device’s clock by the internet. Nothing is lost by it, but reminders come at the wrong time.',
  ],
  CREDENTIALS_WRONG: () => [
    'Email and password do not belong together.',
    'Check both. An administrator of the team can send a link for a new password.',
  ],
  ACCOUNT_DISABLED: () => ['This account is disabled.', 'Ask an administrator of the team.'],
  SIGN_IN_LIMITED: () => [
    'There were too many attempts to sign in.',
    'Wait a quarter of an hour, then try again.',
  ],
  DATABASE_AUTH: ({ more }) => [
    `${more} refuses the user name or the password.`,
    'Check both in the address. Characters like @ : / in a password are written as %40 %3A %2F.',
  ],
  DATABASE_MISSING: ({ more }) => [
    `${more} answers, but the database named in the address is not there.`,
    'Check the name after the last slash, or create the database.',
  ],
  DATABASE_TOO_OLD: ({ more }) => [
    `${more} is too old.`,
    'TaskFlow needs PostgreSQL 14, MongoDB 6 and Redis 6.2, or newer.',
  ],
  DATABASE_RIGHTS: ({ more }) => [
    `The account may not do in ${more} what TaskFlow needs.`,
    'Give it the right to create tables in its database (PostgreSQL), to read and write (MongoDB, Redis).',
  ],
  DATABASE_TIMEOUT: ({ host, port, more }) => [
    `${more} does not answer at ${host}${port ? `:${port}` : ''}.`,
    'Check that it runs, that it listens for other machines, and that no firewall is in the way.',
  ],
  FEED_BLOCKED: ({ more }) => [
    `Another program keeps a transaction open in PostgreSQL (${more}): changes of others arrive late.`,
    'Find and end it. Nothing is lost meanwhile.',
  ],
  FAILED: ({ more }) => [`This failed for another reason${more ? ` (${more})` : ''}.`, 'Try again.'],
};

export const wordsOf = (code: Finding, facts: Facts): { message: string; advice: string } => {
  const [message, advice] = WORDS[code](facts);
  return { message, advice };
};
