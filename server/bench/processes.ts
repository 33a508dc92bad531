import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cpu } from './load.ts';

/** Of Linux; other systems have no /proc, and figures of processors and memory are NaN there. */
const TICK_MS = 10;

const stat = (pid: number): string[] | null => {
  try {
    // The name stands in brackets and may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
  } catch {
    return null;
  }
};

const spent = (fields: readonly string[]): number => (Number(fields[11]) + Number(fields[12])) * TICK_MS;
/** Of children that have ended, and of theirs. */
const inherited = (fields: readonly string[]): number => (Number(fields[13]) + Number(fields[14])) * TICK_MS;

/** Processor time of a process, threads included. */
export const cpuOf =
  (pid: number): Cpu =>
  () =>
    spent(stat(pid) ?? []);

/** Of a process and all that it has started, what has ended too: so it never shrinks. */
export const cpuOfTree =
  (root: number): Cpu =>
  () => {
    const all = readdirSync('/proc').flatMap((name) => {
      const fields = /^\d+$/.test(name) ? stat(Number(name)) : null;
      return fields
        ? [{ pid: Number(name), parent: Number(fields[1]), used: spent(fields) + inherited(fields) }]
        : [];
    });
    const inside = new Set([root]);
    for (let before = 0; before !== inside.size;) {
      before = inside.size;
      for (const { pid, parent } of all) if (inside.has(parent)) inside.add(pid);
    }
    return all.reduce((sum, { pid, used }) => sum + (inside.has(pid) ? used : 0), 0);
  };

/** Resident memory in MB. */
export function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  /** From its start to the line that names its port, in milliseconds. */
  readonly ms: number;
  readonly stop: () => Promise<void>;
}

/** Rejects when `work` takes longer; it goes on unheard. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = wait(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`not done after ${ms / 1000} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

const STOP_MS = 15_000;

/** A Node process that says `…:PORT` on a line when it listens. Throws when it ends before. */
export async function startNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Started> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /ready: .*:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    const ms = performance.now() - began;
    child.stdout.resume();
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM');
      await within(STOP_MS, ended).catch(() => child.kill('SIGKILL'));
    };
    return { child, pid: child.pid as number, port: Number(port), ms, stop };
  }
  throw new Error(`${args.at(-1)} ended before it listened`);
}
