import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Certificate, StageResult } from '../../../server/contract/joining.ts';
import { shortDate } from '../../i18n/dates.ts';
import { Icon } from '../../ui/icon.tsx';
import { adviceOf, findingOf } from './doctor-words.ts';

/** Those that are looked at together, each on its own; the others wait for one another. */
const AT_ONCE: ReadonlySet<StageResult['stage']> = new Set(['postgres', 'mongodb', 'redis']);

export interface StagesProps {
  /** All that are looked at; those without a result have not been yet. */
  readonly order: readonly StageResult['stage'][];
  readonly results: readonly StageResult[];
  readonly isRunning: boolean;
  /** What can be done about a stage that stops: trust its certificate, go on without encryption. */
  readonly remedy?: (stage: StageResult) => ReactNode;
}

function CertificateFacts({ of: certificate }: { of: Certificate }) {
  const { t } = useTranslation('joining');
  const day = (iso: string): string => shortDate(new Date(iso), new Date(0));
  return (
    <dl>
      <dt>{t('issuedTo')}</dt>
      <dd>{certificate.subject}</dd>
      <dt>{t('issuedBy')}</dt>
      <dd>{certificate.issuer}</dd>
      <dt>{t('valid')}</dt>
      <dd>{t('validFromTo', { from: day(certificate.validFrom), to: day(certificate.validTo) })}</dd>
      <dt>{t('fingerprint')}</dt>
      <dd>
        <code>{certificate.sha256}</code>
      </dd>
    </dl>
  );
}

function Stage({ stage, remedy }: { stage: StageResult; remedy: StagesProps['remedy'] }) {
  const { t } = useTranslation('joining');
  const tone = stage.code === 'SKIPPED' ? '' : stage.ok ? (stage.warning ? 'warn' : 'ok') : 'bad';
  const icon = { '': CircleDashed, ok: CircleCheck, warn: CircleAlert, bad: CircleX }[tone];
  const advice = adviceOf(stage);
  const answer = remedy?.(stage);
  return (
    <li className={tone}>
      <Icon of={icon} />
      <b>{t(`stage.${stage.stage}`)}</b>
      <span>{findingOf(stage)}</span>
      {stage.ms > 0 ? <time>{t('milliseconds', { count: stage.ms })}</time> : <i />}
      {(advice || answer || (stage.certificate && tone !== 'ok')) && (
        <div className="advice">
          {advice && <p>{advice}</p>}
          {stage.certificate && tone !== 'ok' && <CertificateFacts of={stage.certificate} />}
          {answer}
        </div>
      )}
    </li>
  );
}

/** The connection doctor's findings, stage by stage: each with its sentence, and what to do. */
export function Stages({ order, results, isRunning, remedy }: StagesProps) {
  const { t } = useTranslation('joining');
  const known = new Map(results.map((stage) => [stage.stage, stage]));
  const isStopped = results.some(({ ok, stage }) => !ok && !AT_ONCE.has(stage));
  const first =
    isRunning && !isStopped ? order.find((name) => !known.has(name) && name !== 'sign_in') : undefined;
  return (
    <ol className="stages" aria-live="polite" aria-busy={isRunning}>
      {order.map((name) => {
        const stage = known.get(name);
        if (stage) return <Stage key={name} stage={stage} remedy={remedy} />;
        const isNow = name === first || (first !== undefined && AT_ONCE.has(first) && AT_ONCE.has(name));
        return (
          <li key={name} className={isNow ? 'now' : ''}>
            <Icon of={isNow ? LoaderCircle : CircleDashed} />
            <b>{t(`stage.${name}`)}</b>
            <span>{t(isNow ? 'checking' : 'notYet')}</span>
            <i />
          </li>
        );
      })}
    </ol>
  );
}
