import { ApiError } from '../../contract/client.ts';
import type { Mutation } from '../../contract/sync.ts';
import type { Hint, TeamConnection } from '../../workspaces/replica/team-connection.ts';

/**
 * What becomes of what is asked. `away`: nothing gets there. `mute`: it gets there, and the answer is lost. `twice`: a batch
 * gets there twice. `late`: a batch gets there after whatever is sent next, and its answer is lost.
 */
export type LineFault = 'none' | 'away' | 'mute' | 'twice' | 'late';

const unreachable = (): ApiError => new ApiError('UNREACHABLE', 0, 'The team does not answer.');

type Pushed = Awaited<ReturnType<TeamConnection['push']>>;

/** What was decided, without the tasks, which are read anew. */
const resultsOf = ({ results }: Pushed): string =>
  JSON.stringify(
    results.map(({ opId, result, code, conflicts = [] }) => [opId, result, code, conflicts.length]),
  );

export interface FaultyLineOptions {
  /** Most things on a page, so that a few tasks make several. */
  readonly page?: number;
  /** Sees whatever the team said of its things, also where the answer is lost. */
  readonly seen?: (thing: unknown) => void;
  /** Batches that are late, of earlier lives of the app too. */
  readonly late?: (readonly Mutation[])[];
}

/** The way of one app to its team, step by step: what is asked has these faults until they are others. */
export class FaultyLine implements TeamConnection {
  fault: LineFault = 'none';
  #dead = false;
  readonly #late: (readonly Mutation[])[];

  constructor(
    private readonly team: TeamConnection,
    private readonly options: FaultyLineOptions = {},
  ) {
    this.#late = options.late ?? [];
  }

  server(): ReturnType<TeamConnection['server']> {
    return this.#asked(() => this.team.server());
  }

  async pull(cursor: string | null, limit: number, known?: string): ReturnType<TeamConnection['pull']> {
    return this.#asked(async () => {
      const page = await this.team.pull(cursor, Math.min(limit, this.options.page ?? limit), known);
      for (const change of page.changes) this.options.seen?.(change);
      return page;
    });
  }

  async push(mutations: readonly Mutation[]): ReturnType<TeamConnection['push']> {
    if (this.fault === 'late') {
      this.#late.push(mutations);
      throw unreachable();
    }
    const answer = await this.#asked(() => this.#sent(mutations));
    await this.deliver();
    return answer;
  }

  /** Brings what is late to the team. */
  async deliver(): Promise<void> {
    for (const mutations of this.#late.splice(0)) await this.#sent(mutations);
  }

  profile(): ReturnType<TeamConnection['profile']> {
    return this.#asked(() => this.team.profile());
  }

  readNotifications(ids: readonly string[]): Promise<void> {
    return this.#asked(() => this.team.readNotifications(ids));
  }

  onHint(heard: (hint: Hint) => void): () => void {
    return this.team.onHint(heard);
  }

  wake(): void {
    this.team.wake();
  }

  close(): Promise<void> {
    return this.team.close();
  }

  /** The app is dead: it asks no more. What it asked already goes on. */
  die(): void {
    this.#dead = true;
  }

  async #sent(mutations: readonly Mutation[]): ReturnType<TeamConnection['push']> {
    const first = this.fault === 'twice' ? await this.team.push(mutations) : null;
    const answer = await this.team.push(mutations);
    if (first && resultsOf(first) !== resultsOf(answer))
      throw new Error(`a repeat was answered otherwise: ${resultsOf(first)}, then ${resultsOf(answer)}`);
    for (const { task } of answer.results) if (task) this.options.seen?.({ kind: 'task', task });
    return answer;
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    if (this.fault === 'away' || this.#dead) throw unreachable();
    const { fault } = this;
    const answer = await ask();
    if (fault === 'mute') throw unreachable();
    return answer;
  }
}
