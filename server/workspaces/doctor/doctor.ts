import type { DoctorAnswer } from '../../contract/joining.ts';
import { answerOfDatabases, examineDatabases, type DatabaseUrls } from './by-databases.ts';
import { answerOf, examineUrl } from './by-url.ts';
import type { Watcher } from './stage.ts';

export interface DoctorOptions {
  /** Origins that this app has joined. */
  readonly known: () => readonly string[];
  readonly version: string;
  /** Instead of the authorities that come with Node: in tests. */
  readonly roots?: readonly string[] | undefined;
}

/** An address as somebody gives it, with what they have trusted and allowed. */
export interface GivenUrl {
  readonly url: string;
  readonly trust?: string | undefined;
  readonly allowHttp?: boolean | undefined;
}

/** Says of a team's address or databases what is wrong and what to do, before anything is sent to them. */
export class Doctor {
  constructor(private readonly options: DoctorOptions) {}

  /**
   * `own`: an origin that is known to be here, and no reason to say so. `http` in the answer: it is spoken to without
   * encryption, beyond this machine.
   */
  async look(
    { url, trust, allowHttp }: GivenUrl,
    own?: string,
    watcher: Watcher | null = null,
  ): Promise<{ answer: DoctorAnswer; http: boolean }> {
    const { roots } = this.options;
    const known = this.options.known().filter((origin) => origin !== own);
    const question = { url, trust: trust ?? null, allowHttp: allowHttp ?? false, known, roots, watcher };
    const examined = await examineUrl(question);
    return { answer: answerOf(examined), http: examined.http };
  }

  async databases(urls: DatabaseUrls, watcher: Watcher | null = null): Promise<DoctorAnswer> {
    return answerOfDatabases(await examineDatabases(urls, watcher), this.options.version);
  }
}
