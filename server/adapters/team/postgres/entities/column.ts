import type { EntitySchemaColumnOptions, EntitySchemaIndexOptions } from 'typeorm';

/** What the tables of a team have in common, so that a table reads as a list of its columns. */
export type Columns = Record<string, EntitySchemaColumnOptions>;

const now = (): string => 'now()';

export const uuid = (options: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  type: 'uuid',
  ...options,
});
export const varchar = (
  length: number,
  options: Partial<EntitySchemaColumnOptions> = {},
): EntitySchemaColumnOptions => ({ type: 'varchar', length, ...options });
export const text = (options: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  type: 'text',
  ...options,
});
export const bytes = (options: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  type: 'bytea',
  ...options,
});
export const instant = (options: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  type: 'timestamptz',
  ...options,
});
export const instantNow = (): EntitySchemaColumnOptions => instant({ default: now });
export const nullable = { nullable: true } as const;
export const primary = (primaryKeyConstraintName: string) => ({ primary: true, primaryKeyConstraintName });
/** Compared byte by byte, which in UTF-8 is code point by code point. */
export const bytewise = { collation: 'C' } as const;

/**
 * An index that TypeORM cannot describe (directions, INCLUDE, gin): the migration makes it, TypeORM leaves it alone, and
 * the drift test looks for it by name.
 */
export const byHand = (name: string): EntitySchemaIndexOptions => ({ name, synchronize: false });
