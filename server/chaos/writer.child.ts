import { StoreOpenError, openLocalStore } from '../adapters/local/index.ts';
import { systemClock } from '../ports/clock.ts';
import { History } from './history.ts';

/** Until the line has left this process: what only waits in it would be killed with it, and the write it tells of be unknown. */
const say = (line: string): Promise<void> =>
  new Promise((resolve) => void process.stdout.write(`${line}\n`, () => resolve()));

/** A process that writes until it is killed, and says what was acknowledged: `id version` a line. Or that only opens. */
const [folder = '', mode = 'write'] = process.argv.slice(2);
try {
  const store = await openLocalStore({ folder, clock: systemClock });
  await say('open');
  await store.loaded;
  if (mode === 'write') {
    const history = new History();
    for (;;) {
      const known = [...history.acknowledged.keys()].slice(-4);
      await Promise.all(
        [undefined, known[0], known[1], undefined].map(async (again) => {
          const id = again ?? crypto.randomUUID();
          await say(`try ${id} ${(history.acknowledged.get(id) ?? 0) + 1}`);
          if (await history.write(store, id)) await say(`ack ${id} ${history.acknowledged.get(id)}`);
        }),
      );
    }
  }
  process.stdin.resume().on('end', () => void store.close());
} catch (error) {
  const code = error instanceof StoreOpenError ? error.closed.code : '';
  await say(`refused ${code} ${String(error)}`);
}
