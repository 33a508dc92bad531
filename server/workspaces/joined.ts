import * as z from 'zod/mini';

/**
 * A team that was joined, as app.json has it. What is secret of it (a session, the databases' addresses) is not here but in
 * the SecretStore.
 */
export const Joined = z.object({
  /** Names its folder and its mount. */
  id: z.string().check(z.regex(/^[a-z0-9-]{1,64}$/)),
  kind: z.enum(['team', 'databases']),
  name: z.string(),
  /** Of a team server: its origin. */
  url: z.optional(z.string()),
  instanceId: z.string(),
  userId: z.string(),
  email: z.string(),
  /** SHA-256 of the certificate that was trusted by itself. */
  trust: z.optional(z.string()),
  /** Spoken to without encryption, beyond this machine: marked ever after. */
  http: z.optional(z.boolean()),
});
export type Joined = z.infer<typeof Joined>;
