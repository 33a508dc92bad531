import type { EntitySchema } from 'typeorm';

/** The tables that TypeORM can know. `changes` and `relay` have a column of type xid8, which it does not. */
export const ENTITIES: EntitySchema[] = [];
