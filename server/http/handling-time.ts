import { AppError } from '../errors.ts';

/** How long a request may be worked on, in milliseconds; exports and imports stream and are not cut. */
const HANDLING_MS = 30_000;
const UNLIMITED = /\/(export|import)$|\/backups(\/|$)/;

/** Whether a route may take as long as it needs, by its path. */
export const isUnlimited = (path: string): boolean => UNLIMITED.test(path);

/** Ends waiting after 30 s with TIMED_OUT; the work itself may still finish, as an answer can always be lost. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new AppError(
            'TIMED_OUT',
            'This took longer than 30 seconds. Look whether it happened, then try again.',
          ),
        ),
      HANDLING_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
