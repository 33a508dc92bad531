export { MERGED_FIELDS, merge, settable, type FieldEdit, type Merged } from './merge.ts';
