import { codesOf, type CodeOf, type Told } from './sentences.ts';

/** What a stage of the connection doctor found. None of what a sentence names is a secret. */
export const FINDINGS = {
  OK: 'This is in order.',
  SKIPPED: 'This is not needed here.',
  ADDRESS_INVALID: 'This is not the address of a server.',
  ADDRESS_DUPLICATE: 'A workspace of this server is already here.',
  HTTP_PUBLIC:
    '{{host}} is reached over the internet, and http would let anybody on the way read your password and tasks.',
  HTTP_PRIVATE:
    'The connection to {{host}} is not encrypted: anybody in the same network can read your password and tasks.',
  DNS_UNKNOWN: 'There is no server named {{host}}.',
  DNS_FAILED: 'The name {{host}} could not be looked up.',
  TCP_REFUSED: '{{host}} is there, but nothing answers on port {{port}}.',
  TCP_TIMEOUT: '{{host}} does not answer on port {{port}}.',
  TCP_UNREACHABLE: 'There is no way to {{host}} from this network.',
  TLS_EXPIRED: 'The server’s certificate is not valid today: it is from {{from, day}} to {{to, day}}.',
  TLS_SELF_SIGNED: 'The server has a certificate of its own, which no known authority vouches for.',
  TLS_WRONG_HOST: 'The certificate is for another name than {{host}}: for {{names, list}}.',
  TLS_INCOMPLETE: 'The server does not show who vouches for its certificate: a part of the chain is missing.',
  TLS_CHANGED: 'The server shows another certificate than the one that you trusted.',
  TLS_NOT_SPOKEN: '{{host}} answers on port {{port}}, but does not speak https there.',
  HTTP_TIMEOUT: '{{host}} took the connection and then said nothing.',
  HTTP_REDIRECT: 'The server sends visitors on to {{url}}.',
  HTTP_PORTAL: 'A page to sign in answers instead of TaskFlow.',
  HTTP_STATUS: '{{host}} answers with an error ({{reason}}).',
  NOT_TASKFLOW: '{{host}} answers, but it is no TaskFlow server.',
  SERVER_TOO_OLD: 'The server’s TaskFlow ({{version}}) is too old for this app.',
  APP_TOO_OLD: 'The server’s TaskFlow ({{version}}) needs a newer app than this one.',
  CLOCK_OFF: 'This device’s clock and the server’s are {{apart, span}} apart.',
  CREDENTIALS_WRONG: 'Email and password do not belong together.',
  ACCOUNT_DISABLED: 'This account is disabled.',
  SIGN_IN_LIMITED: 'There were too many attempts to sign in.',
  DATABASE_ADDRESS: 'This is not the address of {{product}}.',
  DATABASE_AUTH: '{{product}} refuses the user name or the password.',
  DATABASE_MISSING: '{{product}} answers, but the database named in the address is not there.',
  DATABASE_TOO_OLD: '{{product}} {{version}} is too old.',
  DATABASE_RIGHTS: 'The account may not do in {{product}} what TaskFlow needs.',
  DATABASE_ONLY_READS: '{{product}} lets this account only read.',
  DATABASE_ENCODING: 'This database of {{product}} keeps text as {{encoding}}, which has not all letters.',
  DATABASE_OTHERS: 'This database of {{product}} holds tables of another program.',
  DATABASE_CERTIFICATE: '{{product}} shows a certificate that cannot be verified ({{reason}}).',
  DATABASE_NO_TLS: '{{product}} does not speak TLS there.',
  DATABASE_NO_ENTRY: '{{product}} lets nobody in from here in this way ({{reason}}).',
  DATABASE_TIMEOUT: '{{product}} does not answer at {{host}}:{{port}}.',
  FEED_BLOCKED:
    'Another program keeps a transaction open in PostgreSQL ({{blocker}}, for {{since, span}}): changes of others arrive late.',
  FAILED: 'This failed for another reason ({{reason}}).',
} as const;

/** What to do about it. */
export const FINDING_ADVICE = {
  OK: '',
  SKIPPED: '',
  ADDRESS_INVALID:
    'Write it like tasks.example.org or https://tasks.example.org:8443, without a user name or password.',
  ADDRESS_DUPLICATE: 'Go on only to join it with another account.',
  HTTP_PUBLIC: 'Use https. If the server has none, ask whoever runs it for a certificate.',
  HTTP_PRIVATE:
    'Use https if the server has it. Go on only in a network whose every device you trust; the team stays marked.',
  DNS_UNKNOWN:
    'Check the spelling. If it is right, the name may be known only in your company’s network: connect to its VPN.',
  DNS_FAILED: 'Check that this device is online, then try again.',
  TCP_REFUSED: 'Check the port. If it is right, the server is not running: ask whoever runs it.',
  TCP_TIMEOUT: 'A firewall may be in the way, or the server is off. Check the VPN and the port.',
  TCP_UNREACHABLE: 'Check that this device is online, and the VPN if the server is in a company’s network.',
  TLS_EXPIRED:
    'Check this device’s date. If it is right, the certificate has to be renewed by whoever runs the server.',
  TLS_SELF_SIGNED:
    'Compare the SHA-256 below with what whoever runs the server tells you, and trust it only if it is the same.',
  TLS_WRONG_HOST:
    'Use a name that the certificate is for. Otherwise somebody else’s server may be answering.',
  TLS_INCOMPLETE:
    'Whoever runs the server should add the intermediate certificate. Trust this one only after comparing its SHA-256.',
  TLS_CHANGED:
    'Ask whoever runs the server whether it was renewed. Trust the new one only if its SHA-256 is the same.',
  TLS_NOT_SPOKEN: 'Check the port. In your own network, http:// in front may be what the server speaks.',
  HTTP_TIMEOUT: 'The server may be overloaded, or the port belongs to something else. Try again in a minute.',
  HTTP_REDIRECT:
    'If that is your team’s address, enter it instead. A page to sign in to a network or a company is no TaskFlow.',
  HTTP_PORTAL: 'Open a browser and sign in to this network (hotel, train, company) first, then try again.',
  HTTP_STATUS: 'Try again in a minute. If it stays so, tell whoever runs the server.',
  NOT_TASKFLOW: 'Check the address and the port with whoever runs the server.',
  SERVER_TOO_OLD: 'Ask whoever runs it to update it.',
  APP_TOO_OLD: 'Update TaskFlow on this device.',
  CLOCK_OFF:
    'Set this device’s clock by the internet. Nothing is lost by it, but reminders come at the wrong time.',
  CREDENTIALS_WRONG: 'Check both. An administrator of the team can send a link for a new password.',
  ACCOUNT_DISABLED: 'Ask an administrator of the team.',
  SIGN_IN_LIMITED: 'Wait a quarter of an hour, then try again.',
  DATABASE_ADDRESS:
    'Write it like postgres://user:password@host:5432/taskflow, mongodb://user:password@host:27017/taskflow or redis://:password@host:6379.',
  DATABASE_AUTH: 'Check both in the address. Characters like @ : / in a password are written as %40 %3A %2F.',
  DATABASE_MISSING: 'Check the name after the last slash, or create the database.',
  DATABASE_TOO_OLD: 'TaskFlow needs PostgreSQL 14, MongoDB 6 and Redis 6.2, or newer.',
  DATABASE_RIGHTS:
    'Give it the right to create tables in its database (PostgreSQL), to read and write (MongoDB, Redis).',
  DATABASE_ONLY_READS: 'It may be a standby: give the address of the one that takes writes.',
  DATABASE_ENCODING: "Make it anew: CREATE DATABASE taskflow ENCODING 'UTF8' TEMPLATE template0.",
  DATABASE_OTHERS: 'Give TaskFlow a database of its own.',
  DATABASE_CERTIFICATE:
    'Use the name that the certificate is for. Of an authority of your own name its file: sslrootcert=… in the address (PostgreSQL), tlsCAFile=… (MongoDB), or NODE_EXTRA_CA_CERTS in the environment (all).',
  DATABASE_NO_TLS:
    'Switch TLS on there, or leave it out of the address (sslmode) in a network that you trust.',
  DATABASE_NO_ENTRY:
    'Put ?sslmode=verify-full behind the address if it wants TLS; else add a line for this machine to its pg_hba.conf.',
  DATABASE_TIMEOUT:
    'Check that it runs, that it listens for other machines, and that no firewall is in the way.',
  FEED_BLOCKED: 'Find and end it. Nothing is lost meanwhile.',
  FAILED: 'Try again. If it stays so, copy the report and give it to whoever runs the team.',
} as const satisfies Record<CodeOf<typeof FINDINGS>, string>;

export const FINDING_CODES = codesOf(FINDINGS);
export type Finding = CodeOf<typeof FINDINGS>;

type ParamsOf<T> = T extends { readonly params: infer P } ? (all: P) => void : never;
type All = ParamsOf<Told<typeof FINDINGS>> extends (all: infer P) => void ? P : never;
/** What sentences of findings may name. */
export type Facts = { readonly [K in keyof All]?: All[K] };
