import { userInfo } from 'node:os';

const NOT_NAMES =
  /^(root|admin|administrator|user|guest|owner|runner|node|pi|ubuntu|debian|vagrant|docker|test|ci)$/i;

/** The account's name as a first name, if it looks like one of a person. */
export function nameOfAccount(): string | null {
  try {
    const { username } = userInfo();
    if (!/^\p{L}{2,30}$/u.test(username) || NOT_NAMES.test(username)) return null;
    return username.charAt(0).toUpperCase() + username.slice(1);
  } catch {
    return null;
  }
}
