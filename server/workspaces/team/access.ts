import { createClient, type Call, type ClientOptions } from '../../contract/client.ts';
import type { TeamLine } from './team-line.ts';

/** Somebody at a team's door: without a name, or with an access token just got. */
export interface Visitor {
  readonly call: Call;
  readonly as: (accessToken: string) => Call;
}

export const visitorOf = (
  client: Omit<ClientOptions, 'headers'>,
  headers: Record<string, string> = {},
): Visitor => ({
  call: createClient({ ...client, headers: () => headers }),
  as: (accessToken) =>
    createClient({ ...client, headers: () => ({ ...headers, authorization: `Bearer ${accessToken}` }) }),
});

/** A way to a team, whatever it is: a server by its address, or one that runs here over the team's databases. */
export interface TeamAccess {
  /** Before anybody is signed in. `trust`: a certificate to believe this once instead of the one that is believed already. */
  visit<T>(work: (visitor: Visitor) => Promise<T>, trust?: string): Promise<T>;
  /** As whoever's session the secrets have under this key. */
  line(key: string): TeamLine;
  /** Believes this certificate from now on. */
  believe(trust: string): void;
  /** What leads there may be another: whatever was opened is opened anew. */
  again(): Promise<void>;
  /** Closed after its line. */
  close(): Promise<void>;
}
