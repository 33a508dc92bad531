import type { LookupAddress } from 'node:dns';
import type { DoctorAnswer } from '../../contract/joining.ts';
import { agentFor } from '../wire/trusted-agent.ts';
import { hostOf, portOf, reachOf } from '../wire/reach.ts';
import { lookAtAddress, originOf } from './address.ts';
import { lookUp } from './dns.ts';
import { askServer, judgeClock, judgeVersion, recognise, type ServerFacts } from './server.ts';
import { Examination, type Found, type Watcher } from './stage.ts';
import { reach } from './tcp.ts';
import { shakeHands } from './tls.ts';

export interface UrlQuestion {
  readonly url: string;
  readonly trust: string | null;
  readonly allowHttp: boolean;
  /** Origins that were joined already. */
  readonly known: readonly string[];
  /** Instead of the authorities that come with Node: in tests. */
  readonly roots?: readonly string[] | undefined;
  readonly watcher?: Watcher | null;
}

/** An examination that is over, and what it found out; `server` null: it did not get that far. */
export interface UrlExamined {
  readonly examination: Examination;
  readonly url: URL | null;
  readonly server: ServerFacts | null;
  /** Whether it is spoken to without encryption beyond this machine. */
  readonly http: boolean;
}

const DNS_MS = 2_000;
const TCP_MS = 2_000;
const TLS_MS = 2_000;
const HTTP_MS = 2_500;

/** Whether it may be spoken to without encryption. Asked before anything is sent, told where encryption has its turn. */
function judgePlain(host: string, addresses: readonly LookupAddress[], allowHttp: boolean): Found<true> {
  const far = reachOf(
    host,
    addresses.map(({ address }) => address),
  );
  switch (far) {
    case 'loopback':
      return { code: 'SKIPPED', value: true };
    case 'private':
      return allowHttp ? { code: 'HTTP_PRIVATE', warning: true, value: true } : { code: 'HTTP_PRIVATE' };
    case 'public':
      return { code: 'HTTP_PUBLIC' };
  }
}

/** Looks at a team's address stage by stage, until one fails; 5 s at most. */
export async function examineUrl(question: UrlQuestion): Promise<UrlExamined> {
  const typed = originOf(question.url);
  const facts = typed ? { host: hostOf(typed), port: String(portOf(typed)) } : {};
  const examination = new Examination(facts, question.watcher);
  const server = await stages(examination, question);
  const http = typed?.protocol === 'http:' && examination.stages.some(({ code }) => code === 'HTTP_PRIVATE');
  return { examination, url: typed, server, http };
}

async function stages(examination: Examination, question: UrlQuestion): Promise<ServerFacts | null> {
  const { trust, allowHttp, roots } = question;
  const url = await examination.run('address', () => lookAtAddress(question.url, question.known));
  if (!url) return null;
  const host = hostOf(url);
  const addresses = await examination.run('dns', () => lookUp(host, examination.left(DNS_MS)));
  if (!addresses) return null;
  const plain = url.protocol === 'http:' ? judgePlain(host, addresses, allowHttp) : null;
  if (plain && !plain.value) {
    await examination.run('tls', () => plain);
    return null;
  }
  if (!(await examination.run('tcp', () => reach(host, portOf(url), addresses, examination.left(TCP_MS)))))
    return null;
  const isSafe = await examination.run(
    'tls',
    () => plain ?? shakeHands({ url, addresses, trust, roots, ms: examination.left(TLS_MS) }),
  );
  if (!isSafe) return null;
  const agent = agentFor(url, { trust: () => trust, allowHttp, addresses, ...(roots ? { roots } : {}) });
  try {
    const answer = await examination.run('http', () => askServer(url, agent, examination.until(HTTP_MS)));
    const server = answer && (await examination.run('product', () => recognise(answer)));
    if (!server || !(await examination.run('version', () => judgeVersion(server)))) return null;
    await examination.run('clock', () => judgeClock(server, answer.askedAt));
    return server;
  } finally {
    agent.destroy();
  }
}

/** As the contract has it. */
export function answerOf({ examination, url, server }: UrlExamined): DoctorAnswer {
  return {
    ok: examination.ok,
    stages: examination.stages,
    ...(server && {
      team: {
        instanceId: server.instanceId,
        version: server.version,
        registration: server.registration,
      },
    }),
    ...(url && { url: url.origin }),
  };
}
