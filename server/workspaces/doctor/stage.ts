import { FINDINGS, FINDING_ADVICE, type Facts, type Finding } from '../../contract/findings.ts';
import type { Certificate, STAGES, StageResult } from '../../contract/joining.ts';
import { sentence } from '../../contract/sentences.ts';
import { plainReason } from '../../ports/probe.ts';

export type Stage = (typeof STAGES)[number];

/** What a stage found; `value` is what the next ones stand on. */
export interface Found<T = undefined> {
  readonly code: Finding;
  /** The rest goes on all the same. */
  readonly warning?: boolean;
  readonly facts?: Facts;
  readonly certificate?: Certificate;
  readonly value?: T;
}

type Look<T> = () => Promise<Found<T>> | Found<T>;

/** Somebody who watches an examination while it goes on. */
export interface Watcher {
  readonly tell: (stage: StageResult) => void;
  /** Aborted when they have gone: then no other stage begins. */
  readonly signal: AbortSignal;
}

/** From the first stage to the last; what an unanswered connection may cost a person who waits. */
const AT_MOST_MS = 4_500;

/** One examination: stages one after another, within one time limit, until one fails. */
export class Examination {
  readonly stages: StageResult[] = [];
  readonly #deadline = performance.now() + AT_MOST_MS;

  constructor(
    private readonly facts: Facts,
    private readonly watcher: Watcher | null = null,
  ) {}

  /** What is left for a stage that may itself take `most`, in milliseconds. */
  left(most: number): number {
    return Math.max(1, Math.round(Math.min(most, this.#deadline - performance.now())));
  }

  /** Aborted when that is over, or when nobody watches any more. */
  until(most: number): AbortSignal {
    const late = AbortSignal.timeout(this.left(most));
    return this.watcher ? AbortSignal.any([late, this.watcher.signal]) : late;
  }

  get ok(): boolean {
    return this.stages.every(({ ok }) => ok);
  }

  /** Runs a stage and answers its value; undefined where it failed. A stage that throws has FAILED. Throws when nobody watches any more. */
  async run<T>(stage: Stage, look: Look<T>): Promise<T | undefined> {
    this.watcher?.signal.throwIfAborted();
    const { result, value } = await this.#look(stage, look);
    this.stages.push(result);
    return result.ok ? value : undefined;
  }

  /** Runs stages at once. Each is told as it ends; `stages` has them in their order. */
  async together(looks: { readonly [S in Stage]?: Look<unknown> }): Promise<void> {
    const all = Object.entries(looks).map(([stage, look]) => this.#look(stage as Stage, look));
    this.stages.push(...(await Promise.all(all)).map(({ result }) => result));
  }

  async #look<T>(stage: Stage, look: Look<T>): Promise<{ result: StageResult; value: T | undefined }> {
    const began = performance.now();
    const { code, warning, facts, certificate, value } = await Promise.resolve()
      .then(look)
      .catch((error: unknown): Found<T> => ({ code: 'FAILED', facts: { reason: plainReason(error) } }));
    const result = {
      ...stageResult(stage, code, { ...this.facts, ...facts }),
      ok: warning || code === 'OK' || code === 'SKIPPED',
      ...(warning ? { warning } : {}),
      ms: Math.round(performance.now() - began),
      ...(certificate ? { certificate } : {}),
    };
    this.watcher?.tell(result);
    return { result, value };
  }
}

/** A stage that failed, in words. */
export const stageResult = (stage: Stage, code: Finding, params: Facts): StageResult => ({
  stage,
  ok: false,
  code,
  params,
  message: sentence(FINDINGS, { code, params }),
  advice: sentence(FINDING_ADVICE, { code, params }),
  ms: 0,
});
