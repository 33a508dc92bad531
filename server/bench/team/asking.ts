import type { TaskRecord } from '../../contract/tasks.ts';
import { random } from '../../seed/tasks.ts';
import { HttpConnection, type Answer, type Request } from '../http-connection.ts';
import { USERS } from './fill.ts';
import type { BenchTeam } from './stores.ts';

export const CONNECTIONS = 16;
export const LIST = '/api/v1/tasks?limit=20';

/** Connections to a team's server, and what people ask on them. Each act is told which connection is its own. */
export class Asking {
  readonly #next = random(13);
  readonly #versions = new Map<string, number>();
  #connections: readonly HttpConnection[] = [];

  constructor(private readonly team: BenchTeam) {
    this.renew();
  }

  /** Fresh connections; whatever is still asked on the old ones fails. */
  renew(): void {
    this.close();
    this.#connections = Array.from({ length: CONNECTIONS }, () => new HttpConnection(this.team.server.port));
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  /** Whatever the status is. */
  answer(n: number, request: Request): Promise<Answer> {
    return (this.#connections[n] as HttpConnection).ask(request);
  }

  /** Throws when the status is another. */
  async ask(n: number, request: Request, status = 200): Promise<Answer> {
    const answer = await this.answer(n, request);
    if (answer.status !== status)
      throw new Error(`${request.path} answered ${answer.status}: ${String(answer.body).slice(0, 200)}`);
    return answer;
  }

  get(n: number, path: string, userId: string): Promise<Answer> {
    return this.ask(n, { path, headers: this.team.as(userId) });
  }

  /** Each connection edits tasks of its own, so that none meets a version that another one has just made. */
  edit(n: number): Promise<void> {
    const own = Math.floor(this.#next() * Math.floor(this.team.made.length / CONNECTIONS)) * CONNECTIONS + n;
    return this.retitle(n, this.team.made[own] as TaskRecord);
  }

  async retitle(n: number, { id, creatorId, version }: TaskRecord): Promise<void> {
    const seen = this.#versions.get(id) ?? version;
    const body = { version: seen, title: `Edit ${this.#next()}` };
    await this.ask(n, {
      method: 'PATCH',
      path: `/api/v1/tasks/${id}`,
      headers: this.team.as(creatorId),
      body,
    });
    this.#versions.set(id, seen + 1);
  }

  create(n: number): Promise<Answer> {
    const body = { title: `New ${this.#next()}` };
    const headers = this.team.as(this.anybody());
    return this.ask(n, { method: 'POST', path: '/api/v1/tasks', headers, body }, 201);
  }

  anybody(): string {
    return this.pick(USERS);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** A whole number from 0 on. */
  below(end: number): number {
    return Math.floor(this.#next() * end);
  }

  /** In [0, 1). */
  chance(): number {
    return this.#next();
  }
}
