import pino, { type DestinationStream, type Logger } from 'pino';

/** Names under which secrets could travel; masked wherever they stand, up to two levels down. */
const SECRETS = [
  'key',
  'token',
  'launchKey',
  'controlKey',
  'password',
  'authorization',
  'cookie',
  'code_',
  'x-taskflow-launch',
  'x-taskflow-control',
];

/** A log of JSON lines. `secrets` are values of this start that must appear in none of them, in whatever text. */
export function createLog(level: string, sink: DestinationStream, secrets: readonly string[] = []): Logger {
  const paths = SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const masked: DestinationStream = {
    write: (line) => sink.write(secrets.reduce((text, secret) => text.replaceAll(secret, '[masked]'), line)),
  };
  return pino(
    { level, redact: { paths, censor: '[masked]' }, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    masked,
  );
}
