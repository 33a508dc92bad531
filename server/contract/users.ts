import * as z from 'zod/mini';
import { PlainText, like, TimeZone, Uuid, queryInt, LIMITS } from './primitives.ts';
import { WRITE_ERRORS, defineRoute } from './route.ts';

export const ROLES = ['user', 'admin'] as const;
export const Role = z.enum(ROLES).register(z.globalRegistry, { id: 'Role' });
export type Role = z.infer<typeof Role>;

const Name = PlainText.check(z.trim(), z.maxLength(100));

/** What a person says about themselves; every field may be missing. `avatar` is a data: or https: URL. */
export const Profile = z
  .object({
    firstName: z.optional(Name),
    lastName: z.optional(Name),
    avatar: z.optional(
      PlainText.check(
        z.maxLength(6 * 1024),
        like(/^(https:\/\/|data:image\/(png|jpeg|webp);base64,)/, 'https://a.org/me.png'),
      ),
    ),
    locale: z.optional(
      z.string().check(z.maxLength(35), like(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'en-GB')),
    ),
    tz: z.optional(TimeZone),
  })
  .register(z.globalRegistry, { id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

/** A person as others see them. `email` is null for the one user of a personal workspace. */
export const Person = z
  .object({ id: Uuid, email: z.nullable(z.string()), profile: Profile })
  .register(z.globalRegistry, { id: 'Person' });
export type Person = z.infer<typeof Person>;

export const User = z
  .object({
    ...Person.shape,
    role: Role,
    disabled: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .register(z.globalRegistry, { id: 'User' });
export type User = z.infer<typeof User>;

export const getProfile = defineRoute({
  id: 'getProfile',
  method: 'GET',
  base: 'api',
  path: '/auth/profile',
  access: 'user',
  summary: 'The signed-in user',
  status: 200,
  answer: User,
  cached: { family: 'profile' },
  errors: [],
});

export const updateProfile = defineRoute({
  id: 'updateProfile',
  method: 'PATCH',
  base: 'api',
  relayed: true,
  path: '/auth/profile',
  access: 'user',
  summary: 'Change the own profile; fields that are absent stay, null removes one',
  body: z.object({
    firstName: z.optional(z.nullable(Profile.shape.firstName)),
    lastName: z.optional(z.nullable(Profile.shape.lastName)),
    avatar: z.optional(z.nullable(Profile.shape.avatar)),
    locale: z.optional(z.nullable(Profile.shape.locale)),
    tz: z.optional(z.nullable(Profile.shape.tz)),
  }),
  status: 200,
  answer: User,
  errors: [...WRITE_ERRORS],
});

export const listUsers = defineRoute({
  id: 'listUsers',
  method: 'GET',
  base: 'api',
  path: '/users',
  access: 'user',
  summary: 'The people a task can be assigned to',
  query: z.object({
    search: z.optional(PlainText.check(z.maxLength(LIMITS.searchChars))),
    page: z._default(queryInt(1, 1_000_000), 1),
    limit: z._default(queryInt(1, LIMITS.pageItems), 20),
  }),
  status: 200,
  answer: z.object({ items: z.array(User), total: z.int(), page: z.int(), limit: z.int() }),
  errors: [],
});
