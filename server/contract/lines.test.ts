import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

const bodyOf = (chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

async function read(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of linesOf(bodyOf(chunks))) lines.push(line);
  return lines;
}

test('lines are the same wherever a body is cut', async () => {
  const lines = [{ progress: 'für' }, { progress: '🙂\n' }, { answer: null }];
  const bytes = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (let cut = 0; cut <= bytes.length; cut++)
    expect(await read([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(lines);
});

test('what does not end in a line is not taken for one; what never ends is not gathered', async () => {
  expect(await read([new TextEncoder().encode('{"progress":1}\n{"answ')])).toEqual([{ progress: 1 }]);
  await expect(read([new Uint8Array(2 * 1024 * 1024).fill(0x61)])).rejects.toThrow('too long');
});
