/** How passwords are hashed and compared, away from the thread that answers. */
export interface Passwords {
  /** Throws BUSY when too many wait already. */
  hash(password: string): Promise<string>;
  /** Takes the same time for a hash that is null (nobody has that account), and then says no. Throws BUSY. */
  matches(password: string, hash: string | null): Promise<boolean>;
}
