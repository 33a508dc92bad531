import {
  EntitySchema,
  type EntitySchemaColumnOptions,
  type EntitySchemaIndexOptions,
  type EntitySchemaOptions,
} from 'typeorm';

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
/** Compared byte by byte, which in UTF-8 is code point by code point. */
export const bytewise = { collation: 'C' } as const;

/**
 * An index that TypeORM cannot describe (directions, INCLUDE, gin): the migration makes it, TypeORM leaves it alone, and
 * the drift test looks for it by name.
 */
export const byHand = (name: string): EntitySchemaIndexOptions => ({ name, synchronize: false });

type Options = EntitySchemaOptions<Columns>;
type ForeignKey = NonNullable<Options['foreignKeys']>[number];

/** Rows that go with their user. */
export const ofUser = (name: string, column = 'user_id'): ForeignKey => ({
  name,
  target: 'users',
  columnNames: [column],
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE',
});

interface Table extends Pick<Options, 'foreignKeys' | 'indices' | 'uniques'> {
  readonly name: string;
  /** Its primary key, whose constraint is called `{name}_pkey`. */
  readonly key: readonly string[];
  readonly columns: Columns;
}

export function table({ key, columns, ...rest }: Table): EntitySchema<Columns> {
  const inKey = { primary: true, primaryKeyConstraintName: `${rest.name}_pkey` };
  const keyed = Object.entries(columns).map(
    ([name, options]) => [name, key.includes(name) ? { ...options, ...inKey } : options] as const,
  );
  return new EntitySchema<Columns>({ ...rest, columns: Object.fromEntries(keyed) });
}
