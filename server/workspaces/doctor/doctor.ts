import type { DoctorAnswer } from '../../contract/joining.ts';
import { answerOfDatabases, examineDatabases, type DatabaseUrls } from './by-databases.ts';
import { answerOf, examineUrl } from './by-url.ts';

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

  async url({ url, trust, allowHttp }: GivenUrl): Promise<DoctorAnswer> {
    const { known, roots } = this.options;
    return answerOf(
      await examineUrl({ url, trust: trust ?? null, allowHttp: allowHttp ?? false, known: known(), roots }),
    );
  }

  async databases(urls: DatabaseUrls): Promise<DoctorAnswer> {
    return answerOfDatabases(await examineDatabases(urls), this.options.version);
  }
}
