import type { Shell } from '../shell.ts';
import type { Sealer } from './sealer.ts';

/** What the keystore sealed, told from what a start without a shell has left. */
const MARK = 'sealed:';
/** A keystore may ask its owner for a password first. */
const AT_MOST_MS = 120_000;

/** Seals with the system's keystore, which the shell has: it answers each question by its number. */
export function shellSealer(shell: Shell): Sealer {
  const waiting = new Map<number, (text: string | null) => void>();
  let last = 0;
  shell.listen((message) => {
    if (message.type === 'secret') waiting.get(message.id)?.(message.text);
  });
  const ask = (act: 'seal' | 'open', text: string): Promise<string | null> => {
    const id = ++last;
    return new Promise<string | null>((resolve) => {
      const late = setTimeout(() => answer(null), AT_MOST_MS);
      late.unref();
      const answer = (answered: string | null): void => {
        clearTimeout(late);
        waiting.delete(id);
        resolve(answered);
      };
      waiting.set(id, answer);
      shell.send({ type: 'secret', id, act, text });
    });
  };
  return {
    async seal(secret) {
      const sealed = await ask('seal', secret);
      if (sealed === null) throw new Error('The keystore did not take a secret.');
      return MARK + sealed;
    },
    open: (sealed) =>
      sealed.startsWith(MARK) ? ask('open', sealed.slice(MARK.length)) : Promise.resolve(sealed),
  };
}

/** What a keystore has sealed is nothing to whoever has only the file. */
export const UNSEALED: Sealer = {
  seal: (secret) => Promise.resolve(secret),
  open: (sealed) => Promise.resolve(sealed.startsWith(MARK) ? null : sealed),
};
