import * as contract from '../contract/joining.ts';
import { notFound } from '../errors.ts';
import { bind, type Bound } from '../http/bind.ts';
import type { Doctor } from './doctor/doctor.ts';

/** Joining teams: routes of the bundled server, base /app/v1. */
export function joiningRoutes(doctor: Doctor): Bound[] {
  return [
    bind(contract.runDoctor, ({ body }) => {
      if ('workspace' in body) throw notFound();
      return 'url' in body ? doctor.url(body) : doctor.databases(body);
    }),
  ];
}
