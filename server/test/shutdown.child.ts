import { once } from 'node:events';
import pino from 'pino';
import { closeOnSignals } from '../shutdown.ts';

/** Takes as long to close as its test likes: until a line comes. */
closeOnSignals(
  async () => {
    process.stdout.write('closing\n');
    await once(process.stdin, 'data');
    process.stdout.write('closed\n');
  },
  pino({ level: 'silent' }),
);
// Behind what the module above does with it.
process.on('SIGHUP', () => process.stdout.write('heard\n'));
setInterval(() => undefined, 60_000);
process.stdout.write('ready\n');
