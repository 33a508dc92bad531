/** What so many at once came to. Times in milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time for each, of the process that was watched; NaN: none was. */
  readonly cpu: number;
}

/** Processor time in milliseconds that somebody has used until now. */
export type Cpu = () => number;

export interface LoadOptions {
  readonly ms: number;
  /** Of warming up, before rounds of `ms`: three of them by default. */
  readonly warmMs?: number;
  readonly connections: number;
  readonly cpu?: Cpu;
}

const ROUNDS = 5;

/** The value below which that share of the numbers lies. */
export const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ??
  Number.NaN;

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** How often `act` ends in a second with so many at once; each is told which of them it is. */
export async function load(
  act: (connection: number) => Promise<unknown>,
  { ms, connections, cpu }: LoadOptions,
): Promise<Load> {
  const took: number[] = [];
  const used = cpu?.() ?? Number.NaN;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      while (performance.now() - began < ms) {
        const asked = performance.now();
        await act(connection);
        took.push(performance.now() - asked);
      }
    }),
  );
  const perSecond = (took.length / (performance.now() - began)) * 1000;
  const spent = ((cpu?.() ?? Number.NaN) - used) * 1000;
  return { perSecond, p50: median(took), p99: quantile(took, 0.99), cpu: spent / took.length };
}

export interface Contender {
  readonly act: (connection: number) => Promise<unknown>;
  readonly cpu?: Cpu;
}

/** Both in turn after a warm-up of each, so that a busy moment of the machine meets both: medians of the rounds. */
export async function beside(
  ours: Contender,
  theirs: Contender,
  { ms, warmMs = 3 * ms, connections }: LoadOptions,
): Promise<[Load, Load]> {
  const all = [ours, theirs];
  const rounds: [Load[], Load[]] = [[], []];
  // Long enough for the compiler of a fresh server to have seen all of it.
  for (const { act } of all) await load(act, { ms: warmMs, connections });
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, { act, cpu }] of all.entries())
      rounds[index as 0 | 1].push(await load(act, { ms, connections, ...(cpu && { cpu }) }));
  return [middle(rounds[0]), middle(rounds[1])];
}

/** Medians of several rounds. */
export function middle(loads: readonly Load[]): Load {
  const of = (key: keyof Load): number => median(loads.map((one) => one[key]));
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpu: of('cpu') };
}
