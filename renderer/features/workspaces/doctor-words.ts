import type { DoctorAnswer, StageResult } from '../../../server/contract/joining.ts';
import { said } from '../../i18n/said.ts';

/** The stages of each way to a team, in the order they are looked at. */
export const STAGES_OF = {
  team: ['address', 'dns', 'tcp', 'tls', 'http', 'product', 'version', 'clock', 'sign_in'],
  databases: ['postgres', 'mongodb', 'redis', 'sign_in'],
} as const satisfies Record<string, readonly StageResult['stage'][]>;

/** What a stage found, in a sentence. */
export const findingOf = ({ code, params }: StageResult): string => said(`joining:finding.${code}`, params);

/** What to do about it; '' where nothing has to be done. */
export const adviceOf = ({ code, params, ok, warning }: StageResult): string =>
  ok && !warning ? '' : said(`joining:advice.${code}`, params);

/** An address without what may be secret in it: name and password, path, query. */
export function withoutSecrets(address: string): string {
  if (!address) return '';
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(full)) return '…';
  const { protocol, host } = new URL(full);
  return `${protocol}//${host}`;
}

/** The report to hand on: English, as the server says it, without passwords or keys. */
export function reportOf(title: string, address: string, answer: DoctorAnswer, version: string): string {
  const lines = answer.stages.map(({ ok, warning, stage, code, ms, message }) =>
    [`[${ok ? (warning ? 'warn' : 'ok') : 'FAIL'}]`, stage, code, `${ms} ms`, message]
      .filter(Boolean)
      .join('  '),
  );
  const certificate = answer.stages.find((stage) => stage.certificate)?.certificate;
  return [
    title,
    `TaskFlow ${version} · ${new Date().toISOString()}`,
    withoutSecrets(answer.url ?? address),
    ...(answer.team ? [`Server ${answer.team.version}`] : []),
    '',
    ...lines,
    ...(certificate
      ? [
          '',
          `Certificate ${certificate.subject}`,
          `  by ${certificate.issuer}`,
          `  SHA-256 ${certificate.sha256}`,
        ]
      : []),
  ].join('\n');
}
