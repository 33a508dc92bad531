import { StoreOpenError, openLocalStore } from '../adapters/local/index.ts';
import { systemClock } from '../ports/clock.ts';
import { History } from './history.ts';

/** A process that writes until it is killed, and says what was acknowledged: `id version` a line. Or that only opens. */
const [folder = '', mode = 'write'] = process.argv.slice(2);
try {
  const store = await openLocalStore({ folder, clock: systemClock });
  process.stdout.write('open\n');
  await store.loaded;
  if (mode === 'write') {
    const history = new History();
    for (;;) {
      const known = [...history.acknowledged.keys()].slice(-4);
      await Promise.all(
        [undefined, known[0], known[1], undefined].map(async (again) => {
          const id = again ?? crypto.randomUUID();
          process.stdout.write(`try ${id} ${(history.acknowledged.get(id) ?? 0) + 1}\n`);
          if (await history.write(store, id))
            process.stdout.write(`ack ${id} ${history.acknowledged.get(id)}\n`);
        }),
      );
    }
  }
  process.stdin.resume().on('end', () => void store.close());
} catch (error) {
  const code = error instanceof StoreOpenError ? error.closed.code : '';
  process.stdout.write(`refused ${code} ${String(error)}\n`);
}
