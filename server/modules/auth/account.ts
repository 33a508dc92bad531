import type { Changes, EventType } from '../../contract/events.ts';
import type { Role, User } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';

/** What an admin may change of an account; what is absent stays. */
export interface AccountEdit {
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

/** What an edit makes of a user: the user as it is then, and one act for each thing that changed. */
export interface AccountStep {
  readonly user: User;
  readonly acts: readonly { readonly type: EventType; readonly changes: Changes }[];
}

const isActiveAdmin = ({ role, disabled }: Pick<User, 'role' | 'disabled'>): boolean =>
  role === 'admin' && !disabled;

/** Applies an edit. Throws LAST_ADMIN where nobody would be left who can administrate. */
export function applyEdit(user: User, edit: AccountEdit, otherAdmins: number, at: string): AccountStep {
  const { role = user.role, disabled = user.disabled } = edit;
  const acts: AccountStep['acts'][number][] = [];
  if (role !== user.role)
    acts.push({ type: 'user.role_changed', changes: { role: { from: user.role, to: role } } });
  if (disabled !== user.disabled)
    acts.push({
      type: disabled ? 'user.disabled' : 'user.enabled',
      changes: { disabled: { from: user.disabled, to: disabled } },
    });
  if (acts.length === 0) return { user, acts };
  const after: User = { ...user, role, disabled, updatedAt: at };
  if (isActiveAdmin(user) && !isActiveAdmin(after) && otherAdmins === 0)
    throw new AppError(
      'LAST_ADMIN',
      'This is the last active administrator. Make somebody else one first, then try again.',
    );
  return { user: after, acts };
}

/** Whether a step takes the right to administrate, and with it the links that were made by it. */
export const losesAdmin = (before: User, after: User): boolean =>
  isActiveAdmin(before) && !isActiveAdmin(after);
