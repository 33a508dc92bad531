import { useStored } from '../../../api/stored.ts';
import { HIDEABLE } from './columns.ts';

const read = (value: unknown): readonly string[] =>
  Array.isArray(value) ? HIDEABLE.map(({ id }) => id).filter((id) => value.includes(id)) : NONE;
const NONE: readonly string[] = [];

/** The columns of the table that the person does not want to see: [hidden, set]. */
export const useHiddenColumns = () => useStored('table-hidden', read);
