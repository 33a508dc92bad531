import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { User } from '../../contract/users.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { PEOPLE, eventOf, inhabited, iso, NOW, userOf, type MakeStores } from './stores.ts';

const [ANN] = PEOPLE;

/** What every adapter of UserStore does. */
export function userStoreSuite(make: MakeStores): void {
  test('a person comes back as they were kept', async () => {
    const { users } = await inhabited(make);
    const full: User = userOf(randomUUID(), {
      email: 'zoë@example.org',
      profile: {
        firstName: 'Zoë 😀',
        lastName: "O'Hara",
        avatar: 'https://example.org/a.png',
        locale: 'de-AT',
        tz: 'Europe/Vienna',
      },
      role: 'admin',
      disabled: true,
    });
    expect(await users.insert(full, NO_EFFECTS)).toBe('done');
    expect(await users.get(full.id)).toEqual(full);
    expect(await users.get(randomUUID())).toBeNull();
    const many = await users.getMany([full.id, ANN, full.id, randomUUID()]);
    expect([...many.keys()].sort()).toEqual([full.id, ANN].sort());
    expect(await users.getMany([])).toEqual(new Map());
  });

  test('an id and an email belong to one person, whatever the case of the email', async () => {
    const { users } = await inhabited(make);
    const first = userOf(randomUUID(), { email: 'Änne@example.org' });
    const second = userOf(randomUUID(), { email: 'other@example.org' });
    expect(await users.insert(first, NO_EFFECTS)).toBe('done');
    expect(await users.insert(first, NO_EFFECTS)).toBe('taken');
    expect(await users.insert(userOf(randomUUID(), { email: 'äNNE@EXAMPLE.org' }), NO_EFFECTS)).toBe('taken');
    expect(await users.insert(second, NO_EFFECTS)).toBe('done');
    const stolen = { ...second, email: 'ÄNNE@example.org', updatedAt: iso(NOW + 1) };
    expect(await users.replace(stolen, second.updatedAt, NO_EFFECTS)).toBe('taken');
    expect(await users.get(second.id)).toEqual(second);
    for (const id of [randomUUID(), randomUUID()])
      expect(await users.insert(userOf(id), NO_EFFECTS)).toBe('done');
    const rivals = Array.from({ length: 8 }, () => userOf(randomUUID(), { email: 'rival@example.org' }));
    const results = await Promise.all(rivals.map((user) => users.insert(user, NO_EFFECTS)));
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
  });

  test('of two replacements from one state one is stale, and leaves no event', async () => {
    const { users, events } = await inhabited(make);
    const user = userOf(randomUUID(), { email: 'a@example.org' });
    await users.insert(user, NO_EFFECTS);
    const ids = Array.from({ length: 6 }, () => randomUUID());
    const results = await Promise.all(
      ids.map((id, index) =>
        users.replace(
          { ...user, profile: { firstName: `n${index}` }, updatedAt: iso(NOW + 1 + index) },
          user.updatedAt,
          { events: [eventOf(id, user.id, { type: 'user.updated', entityType: 'user' })], notifications: [] },
        ),
      ),
    );
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    expect(results.filter((result) => result === 'stale')).toHaveLength(5);
    const winner = results.indexOf('done');
    expect((await users.get(user.id))?.profile).toEqual({ firstName: `n${winner}` });
    const left = await events.list({ entityId: user.id }, { limit: 10 });
    expect(left.items.map(({ id }) => id)).toEqual([ids[winner]]);
    expect(await users.replace(userOf(randomUUID()), iso(NOW), NO_EFFECTS)).toBe('missing');
  });

  test('people stand by folded name, then email, code point by code point, ties by id', async () => {
    const { users } = await inhabited(make);
    const mark = `mark${Date.now().toString(36)}`;
    const names = ['b', 'B', 'Äa', 'a', 'ß', 'ss', '😀', 'Ｗ', 'Z', '10', '9'];
    const named = names.map((name) => userOf(randomUUID(), { profile: { firstName: name, lastName: mark } }));
    const nameless = userOf(randomUUID(), { email: `aa ${mark}@example.org` });
    for (const user of [...named, nameless]) expect(await users.insert(user, NO_EFFECTS)).toBe('done');
    const bs = named.slice(0, 2).map(({ id }) => id);
    if (bs[0]! > bs[1]!) bs.reverse();
    const expected = ['10', '9', 'a', 'aa', bs[0], bs[1], 'ss', 'Z', 'ß', 'Äa', 'Ｗ', '😀'];
    const shown = ({ id, profile, email }: User) =>
      id === nameless.id ? 'aa' : bs.includes(id) ? id : (profile.firstName ?? email);
    const all = await users.list({ search: mark.toUpperCase(), page: 1, limit: 100 });
    expect([all.total, all.items.map(shown)]).toEqual([12, expected]);
    const paged: User[] = [];
    for (const page of [1, 2, 3]) paged.push(...(await users.list({ search: mark, page, limit: 5 })).items);
    expect(paged.map(shown)).toEqual(expected);
    expect(await users.list({ search: mark, page: 9, limit: 5 })).toEqual({ items: [], total: 12 });
  });

  test('search is folded and literal: no sign in it stands for others', async () => {
    const { users } = await inhabited(make);
    const mark = `find${Date.now().toString(36)}`;
    const names = ['50% ÄÖ', '50 off', 'a_b', 'axb', 'c\\d', "d'e"];
    for (const [index, firstName] of names.entries())
      await users.insert(
        userOf(randomUUID(), { profile: { firstName, lastName: mark }, email: `e${index}@${mark}.org` }),
        NO_EFFECTS,
      );
    const found = async (search: string) =>
      (await users.list({ search, page: 1, limit: 100 })).items
        .filter(({ profile }) => profile.lastName === mark)
        .map(({ profile }) => profile.firstName);
    expect(await found('%')).toEqual(['50% ÄÖ']);
    expect(await found('äö')).toEqual(['50% ÄÖ']);
    expect(await found('A_B')).toEqual(['a_b']);
    expect(await found('\\')).toEqual(['c\\d']);
    expect(await found("'")).toEqual(["d'e"]);
    expect(await found(`E3@${mark}`)).toEqual(['axb']);
  });
}
