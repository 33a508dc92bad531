import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumPath } from '../e2e/chromium.ts';

/** One figure: what was measured, its budget where there is one, and the unit both are in. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly budget: number | null;
  readonly unit: 'ms' | 's' | 'MB' | 'KB' | '%';
}

export const MB = 1024 * 1024;

/** What has been measured so far; each is printed as it comes. */
export class Figures {
  readonly #all: Figure[] = [];

  add(what: string, value: number, budget: number | null, unit: Figure['unit']): void {
    this.#all.push({ what, value, budget, unit });
    process.stdout.write(`${what}: ${said(value, unit)}${budget === null ? '' : ` (budget ${budget})`}\n`);
  }

  /** As a table for docs/BENCHMARKS.md. */
  table(name: string): string {
    const rows = this.#all.map(({ what, value, budget, unit }) => {
      const goal = budget === null ? '' : `${budget} ${unit}`;
      const isReached = budget === null ? '' : value <= budget ? 'yes' : 'no';
      return `| ${what} | ${said(value, unit)} | ${goal} | ${isReached} |`;
    });
    return `| ${name} | measured | budget | reached |\n|---|--:|--:|---|\n${rows.join('\n')}\n`;
  }
}

const said = (value: number, unit: Figure['unit']): string =>
  `${value.toFixed(unit === '%' ? 3 : 1)} ${unit}`;

/** The value below which `part` (0..1) of the samples lie. */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Bytes of memory that a process takes: its own, and its share of what several have mapped (Chromium's own program). */
export function memoryOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
}

/** Milliseconds of processor time that a process has had, all of its threads, to the microsecond. */
export function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** Puts believable tasks into a folder: `npm run seed`. */
export function fill(folder: string, tasks: number): void {
  const [tsx, seed] = ['node_modules/tsx/dist/cli.mjs', 'server/bench/seed.ts'].map((file) =>
    path.resolve(import.meta.dirname, '../..', file),
  );
  execFileSync(process.execPath, [tsx ?? '', seed ?? '', '--data', folder, '--tasks', String(tasks)]);
}

/** Chromium without a window, as the tests start it. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath() ? { executablePath: chromiumPath() } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

/** When a page has painted a text, in milliseconds of the system's clock; from the moment it is called. */
export function painted(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((done) => {
        const look = (): void => {
          if (!document.body.textContent?.includes(wanted)) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now()), 0));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    text,
  );
}

/** The system's clock, as pages have it. */
export const now = (): number => performance.timeOrigin + performance.now();
