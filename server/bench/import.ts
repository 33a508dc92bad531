import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startNode } from './processes.ts';

/** The server as it is built, because what waits for what depends on it. */
const SERVER = path.resolve(import.meta.dirname, '../../dist/server/desktop.js');
const KEY = 'a-key-for-the-bench-and-nothing-else-0123456789';
const HEADERS = { 'x-taskflow-launch': KEY, 'content-type': 'application/json' };

/** What somebody felt who asked for a list all the time, and what the server took. */
export interface ImportFigures {
  /** Milliseconds; `before` while nothing else went on. */
  readonly before: { readonly p99: number };
  readonly during: { readonly p50: number; readonly p99: number; readonly longest: number };
  readonly seconds: number;
  /** MB of memory at its height. */
  readonly height: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** A CSV of so many rows, each of about so many bytes. */
export function csvOf(rows: number, bytes: number): string {
  const text = 'a note that somebody wrote '.repeat(Math.ceil(bytes / 27));
  const lines = ['title,description,status,priority,due date'];
  for (let row = 0; row < rows; row++)
    lines.push(
      `Task number ${row},"${text.slice(0, Math.max(0, bytes - 50))}",${row % 3 ? 'todo' : 'done'},${row % 2 ? 'high' : 'low'},2026-12-${String((row % 28) + 1).padStart(2, '0')}`,
    );
  return lines.join('\n');
}

/** Imports a CSV while somebody else asks for the first page of a list again and again. Linux alone tells the memory. */
export async function benchImport(csv: string): Promise<ImportFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'taskflow-import-'));
  const body = Buffer.from(JSON.stringify({ format: 'csv', content: csv }));
  const server = await startNode([SERVER, '--data', folder, '--port', '0'], {
    ...process.env,
    TASKFLOW_LAUNCH_SECRET: KEY,
  });
  const api = `http://127.0.0.1:${server.port}/w/personal/api/v1`;
  let took: number[] = [];
  let isOver = false;
  const ask = async (): Promise<void> => {
    while (!isOver) {
      const began = performance.now();
      const answer = await fetch(`${api}/tasks?sort=createdAt&order=desc&page=1&limit=20`, {
        headers: HEADERS,
      });
      await answer.text();
      took.push(performance.now() - began);
      await wait(5);
    }
  };
  const taken = (): number[] => {
    const all = took.toSorted((one, other) => one - other);
    took = [];
    return all;
  };
  try {
    const asking = ask();
    await wait(1_000);
    taken();
    await wait(1_000);
    const before = taken();
    const began = performance.now();
    const answer = await fetch(`${api}/import`, { method: 'POST', headers: HEADERS, body });
    if (!answer.ok) throw new Error(await answer.text());
    const seconds = (performance.now() - began) / 1_000;
    // What comes behind it is felt as well: the log is folded, the first rows are kept for the next start.
    await wait(3_000);
    const during = taken();
    isOver = true;
    await asking;
    const height = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]);
    return {
      before: { p99: at(before, 0.99) },
      during: { p50: at(during, 0.5), p99: at(during, 0.99), longest: at(during, 1) },
      seconds,
      height: height / 1024,
    };
  } finally {
    isOver = true;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
