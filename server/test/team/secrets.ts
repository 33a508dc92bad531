/** Fields of bodies and answers that carry a secret, or a link with one behind its `#`. */
const FIELDS = [
  'password',
  'current',
  'next',
  'token',
  'refreshToken',
  'accessToken',
  'invite',
  'url',
] as const;
/** What is shorter may stand anywhere by chance. */
const SHORTEST = 12;

/** Secrets that a test's team server was told and has handed out. None of them may lie anywhere afterwards. */
export class Secrets {
  readonly #known = new Map<string, string>();

  /** What people sent, or were answered: by the names of its fields. */
  note(content: unknown): void {
    if (typeof content !== 'object' || content === null) return;
    for (const field of FIELDS) {
      const value = (content as Record<string, unknown>)[field];
      if (typeof value === 'string') this.#keep(field, value);
    }
  }

  /** Of a request or an answer. */
  noteHeaders(headers: Headers): void {
    const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (bearer) this.#keep('accessToken', bearer);
    for (const cookie of headers.getSetCookie()) this.#keep('cookie', /=([^;]*)/.exec(cookie)?.[1] ?? '');
  }

  /** Where which of them lies, in words. */
  foundIn(places: ReadonlyMap<string, string>): string[] {
    return [...this.#known].flatMap(([secret, name]) => {
      // As it is, and as PostgreSQL and MongoDB write bytes.
      const forms = [
        secret,
        ...(['hex', 'base64'] as const).map((form) => Buffer.from(secret).toString(form)),
      ];
      return [...places].flatMap(([place, text]) =>
        forms.some((form) => text.includes(form)) ? [`${name} in ${place}`] : [],
      );
    });
  }

  /** The part that is secret: a token's signature, what follows a session's id, a link's fragment. */
  #keep(name: string, value: string): void {
    const secret = decodeURIComponent(name === 'url' ? (value.split('#')[1] ?? '') : value)
      .split('.')
      .at(-1);
    if (secret && secret.length >= SHORTEST) this.#known.set(secret, name);
  }
}
