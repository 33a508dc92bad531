import type { ErrorAnswer } from './errors.ts';

/** The type of an answer that comes line by line, each a JSON value. */
export const LINES_TYPE = 'application/x-ndjson';

/** A line of a route that tells how far it is: something on the way, or the end. */
export type Line =
  { readonly progress: unknown } | { readonly answer: unknown } | { readonly error: ErrorAnswer };

/** Longest line in UTF-16 units: what is told on the way is small. */
const LONGEST = 1024 * 1024;

/** The lines of a body as they come in. Throws where one is no JSON, or too long. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST) throw new Error('a line is too long');
      for (const line of lines) if (line !== '') yield JSON.parse(line) as Line;
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
