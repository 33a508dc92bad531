import { First1764100000000 } from './1764100000000-first.ts';
import { Ties1764200000000 } from './1764200000000-ties.ts';
import { Texts1764300000000 } from './1764300000000-texts.ts';

/** In the order in which they run. What has run anywhere is never changed again. */
export const MIGRATIONS = [First1764100000000, Ties1764200000000, Texts1764300000000] as const;

/** The schema that this server speaks. A schema whose `meta.writers` is above it may only be read by it. */
export const SCHEMA = 1;
