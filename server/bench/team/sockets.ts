import type { TaskRecord } from '../../contract/tasks.ts';
import type { Bench } from './bench.ts';
import { tellBoth } from './fan-out.ts';

/** One change told to 200 sockets, beside bare socket.io. */
export async function sockets({ team, asking, bare, server, row }: Bench): Promise<void> {
  const task = team.made[0] as TaskRecord;
  const [ours, theirs] = await tellBoth(
    {
      url: `http://127.0.0.1:${team.server.port}/tasks`,
      tell: () => asking.retitle(0, task),
      cpu: server,
    },
    { url: `http://127.0.0.1:${bare.port}`, tell: () => bare.ask(0, 'tell'), cpu: bare.cpu },
    team.token,
  );
  row({
    what: 'one change to 200 sockets, the last receipt',
    ...ours,
    ratio: theirs.perSecond / ours.perSecond,
    reference: `bare socket.io: ${Math.round(theirs.cpu)} µs CPU, ${Math.round(theirs.perSecond)}/s, p50 ${theirs.p50.toFixed(1)} ms`,
    goal: { words: '≤ 2×, p50 7 ms, p99 15 ms, none lost', ratio: 2, p50: 7, p99: 15 },
  });
}
