import type { Person, User } from '../contract/users.ts';

/** What others see of a user. */
export const personOf = ({ id, email, profile }: User): Person => ({ id, email, profile });
