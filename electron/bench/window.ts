import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { updateSettings } from '../../server/contract/app.ts';
import { createTask, listTasks, taskStats, updateTask } from '../../server/contract/tasks.ts';
import { App } from '../e2e/app.ts';
import { START_KILOBYTES, startKilobytes } from '../e2e/start-size.ts';
import { Figures, MB, fill, launch, memoryOf, now, painted, percentile } from './figures.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The lists that the window asks for first: its open tasks by status. */
const FIRST_LISTS = (['in_progress', 'in_review', 'todo'] as const).map((status) => ({
  query: { status: [status], sort: 'createdAt' as const, order: 'desc' as const, page: 1, limit: 100 },
}));

/**
 * Milliseconds from the start of the server's process, its modules and its port included, until it has answered the window's
 * first lists; and its memory once everything is loaded.
 */
async function server(folder: string): Promise<{ readonly first: number; readonly bytes: number }> {
  const begun = performance.now();
  const app = await App.start(folder);
  try {
    await Promise.all(FIRST_LISTS.map((input) => app.call(listTasks, input)));
    const first = performance.now() - begun;
    await app.call(taskStats, {});
    await wait(1_000);
    return { first, bytes: memoryOf(app.pid) };
  } finally {
    await app.stop();
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => {
      try {
        return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1]) === pid;
      } catch {
        return false;
      }
    });
}

async function open(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('row').nth(3).waitFor();
  return page;
}

/** Resolves in the page in the frame after its fourth row has come: to be asked from outside takes up to half a second more. */
const ROWS = `new Promise((done) => {
  const look = () => {
    if (document.querySelectorAll('[role=row]').length < 4) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(done, 0));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true });
  look();
})`;

/** `npm start` on a built tree until rows are on the screen, in a new tab of a browser that is already running. */
async function start(browser: Browser, folder: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const begun = performance.now();
  const child = spawn(
    'npm',
    ['start', '--silent', '--', '--browser', '--no-open', '--port', '0', '--data', folder],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    },
  );
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const link = /TaskFlow is ready: (\S+)/.exec(line)?.[1];
      if (!link) continue;
      const page = await context.newPage();
      await page.goto(link, { waitUntil: 'commit' });
      await page.evaluate(ROWS);
      return performance.now() - begun;
    }
    throw new Error('npm start printed no link.');
  } finally {
    await context.close();
    const ended = once(child, 'exit');
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}

/** Milliseconds from each key press to the frame that shows what it did (Event Timing API, 8 ms steps). */
async function keysToPaint(page: Page, keys: readonly string[]): Promise<number[]> {
  await page.evaluate(() => {
    const samples: number[] = [];
    Object.assign(globalThis, { samples });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.name === 'keydown' || entry.name === 'click') samples.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
  const seen = await page.evaluate(() => (globalThis as unknown as { samples: number[] }).samples);
  // What took less than 16 ms is not reported: it counts as 16.
  return [...seen, ...Array.from({ length: Math.max(0, keys.length - seen.length) }, () => 16)];
}

/** The list, walked through, marked, finished and undone. */
async function keysInList(page: Page): Promise<number[]> {
  await page.getByRole('treegrid').focus();
  const round = ['j', 'j', 'x', 'k', 'Escape', 'e', 'Control+z'];
  return keysToPaint(page, Array.from({ length: 12 }, () => round).flat());
}

/** Typing at the start of a description that is almost as long as one can be. */
async function keysInText(app: App, page: Page): Promise<number[]> {
  const line = 'Some words that somebody wrote, and **more** of them in the same line.\n';
  const task = await app.call(createTask, { body: { title: 'Long', description: line.repeat(880) } });
  await page.goto(`${app.origin}/tasks/${task.id}`);
  await page.getByRole('button', { name: 'Edit the description' }).click();
  await page.keyboard.press('Control+Home');
  return keysToPaint(page, 'what is typed, letter by letter, shows at once '.repeat(2).split(''));
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Of `dur`, what the thread was running, in microseconds. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

async function traced(client: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'disabled-by-default-devtools.timeline',
        'devtools.timeline',
        'toplevel',
        '__metadata',
      ],
    },
  });
  await work();
  const complete = new Promise<void>((done) => client.once('Tracing.tracingComplete', () => done()));
  await client.send('Tracing.end');
  await complete;
  return events;
}

/**
 * Main-thread milliseconds of each frame while the list scrolls: what its tasks ran between one begin of a frame and the
 * next, by the thread's own clock, so that other programs count for nothing.
 */
async function scrollWork(page: Page): Promise<number[]> {
  const client = await page.context().newCDPSession(page);
  await page.getByRole('treegrid').hover();
  const events = await traced(client, async () => {
    for (let step = 0; step < 120; step++) {
      await page.mouse.wheel(0, step % 40 === 39 ? 40_000 : 320);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
  });
  const main = events.find((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain');
  const own = events.filter((event) => event.tid === main?.tid && event.pid === main?.pid);
  const begins = own
    .filter((event) => event.name === 'AnimationFrame' && event.ph === 'b')
    .map((event) => event.ts)
    .sort((a, b) => a - b);
  if (begins.length < 120) throw new Error(`The trace tells of ${begins.length} frames only.`);
  const tasks = own.filter((event) => event.name === 'ThreadControllerImpl::RunTask' && event.ph === 'X');
  return begins.slice(0, -1).map((from, index) => {
    const to = begins[index + 1] ?? from;
    return tasks.reduce((sum, { ts, dur = 0, tdur = dur }) => {
      const inside = Math.min(to, ts + dur) - Math.max(from, ts);
      return inside > 0 ? sum + (tdur * inside) / dur / 1000 : sum;
    }, 0);
  });
}

/** Milliseconds from a change in one window (its request leaving) until the other has painted it. */
async function windowToWindow(app: App, page: Page): Promise<number[]> {
  const task = await app.call(createTask, { body: { title: 'Round 0', priority: 'urgent' } });
  await page.goto(`${app.origin}/tasks/${task.id}`);
  await page.getByText('Round 0').first().waitFor();
  // The compiler names functions with a helper that the page does not have.
  await page.evaluate('globalThis.__name = (of) => of');
  const samples: number[] = [];
  let version = task.version;
  for (let round = 1; round <= 40; round++) {
    const title = `Round ${round}`;
    const shown = painted(page, title);
    const sent = now();
    version = (await app.call(updateTask, { params: { id: task.id }, body: { version, title } })).version;
    samples.push((await shown) - sent);
  }
  return samples;
}

/** Measures the window on folders with 10,000 and 100,000 tasks. Chromium runs headless, so frames are its own 60 Hz. */
async function benchWindow(): Promise<Figures> {
  const figures = new Figures();
  const add = figures.add.bind(figures);
  add('renderer before lazy parts, gzip', startKilobytes(path.join(ROOT, 'dist')), START_KILOBYTES, 'KB');
  const browser = await launch();
  const folders = [
    await mkdtemp(path.join(tmpdir(), 'taskflow-bench-')),
    await mkdtemp(path.join(tmpdir(), 'taskflow-bench-')),
  ];
  try {
    const [small = '', large = ''] = folders;
    fill(small, 10_000);
    fill(large, 100_000);
    for (const [folder, count, budget] of [
      [small, '10,000', { first: 350, memory: 150 }],
      [large, '100,000', { first: 500, memory: 450 }],
    ] as const) {
      const app = await App.start(folder);
      await app.call(updateSettings, { body: { welcomed: true } });
      await app.stop();
      // What a start answers early is what the one before was asked.
      await server(folder);
      const runs: Awaited<ReturnType<typeof server>>[] = [];
      for (let round = 0; round < 7; round++) runs.push(await server(folder));
      const middle = (of: 'first' | 'bytes'): number =>
        percentile(
          runs.map((one) => one[of]),
          0.5,
        );
      add(
        `server's process to the first rows of ${count} tasks over HTTP`,
        middle('first'),
        budget.first,
        'ms',
      );
      add(`server's memory with ${count} tasks and events`, middle('bytes') / MB, budget.memory, 'MB');
    }
    const starts: number[] = [];
    for (let round = 0; round < 5; round++) starts.push(await start(browser, small));
    add('npm start to a usable list of 10,000 tasks, median of 5', percentile(starts, 0.5), 1800, 'ms');

    const ten = await App.start(small);
    try {
      const page = await open(browser, ten.link);
      add('click or key to paint, p95', percentile(await keysInList(page), 0.95), 50, 'ms');
      const renderer = rendererBytes();
      add('server and renderer, 10,000 tasks', (memoryOf(ten.pid) + renderer) / MB, 350, 'MB');
      add(
        'a change in one window painted in another, p95',
        percentile(await windowToWindow(ten, page), 0.95),
        60,
        'ms',
      );
      add('a key in a text of 64 KB to paint, p95', percentile(await keysInText(ten, page), 0.95), 50, 'ms');
      await page.context().close();
    } finally {
      await ten.stop();
    }

    const hundred = await App.start(large);
    try {
      await hundred.call(taskStats, {});
      const page = await open(browser, hundred.link);
      add(
        'main-thread work per frame, scrolling 100,000 rows, p95',
        percentile(await scrollWork(page), 0.95),
        16.7,
        'ms',
      );
      await page.context().close();
    } finally {
      await hundred.stop();
    }
  } finally {
    await browser.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
  return figures;
}

/** Memory of the largest renderer process of Chromium: the one with the page. */
function rendererBytes(): number {
  const all = execFileSync('ps', ['-eo', 'pid,args', '--no-headers'], { encoding: 'utf8' });
  const own = new Set<number>([process.pid]);
  for (const pid of own) for (const child of childrenOf(pid)) own.add(child);
  const renderers = all
    .split('\n')
    .filter((line) => line.includes('--type=renderer'))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => own.has(pid));
  return Math.max(0, ...renderers.map(memoryOf));
}

process.stdout.write(`\n${(await benchWindow()).table('the window')}`);
