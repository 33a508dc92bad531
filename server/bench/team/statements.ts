/** Statements of the references: what raw `pg` would ask for the same answer at best, prepared by name. */

const two = (condition: string): string => `SELECT t.* FROM (SELECT id, created_at FROM (
      (SELECT id, created_at FROM tasks WHERE creator_id = $1 AND deleted_at IS NULL AND ${condition}
         ORDER BY created_at DESC, id LIMIT 21)
      UNION ALL
      (SELECT id, created_at FROM tasks WHERE assignee_id = $1 AND creator_id <> $1 AND deleted_at IS NULL
         AND ${condition} ORDER BY created_at DESC, id LIMIT 21)
    ) AS u ORDER BY created_at DESC, id LIMIT 20) AS p JOIN tasks t USING (id) ORDER BY t.created_at DESC, t.id`;

/** A page of tasks that one person sees: two walks in order, then twenty rows. Values: person, statuses, priorities, due. */
export const BEST_LIST = {
  name: 'best-list',
  text: two('status = ANY($2) AND priority = ANY($3) AND due_date < $4'),
};

/** The same with a text that is looked for. Values: person, folded text, due. */
export const BEST_SEARCH = {
  name: 'best-search',
  text: two('strpos(search_text, $2) > 0 AND due_date < $3'),
};

/** A page behind a place in all tasks. Values: when the last one seen was created, and its id. */
export const BEST_PAGE = {
  name: 'best-page',
  text: `SELECT * FROM tasks WHERE deleted_at IS NULL AND created_at <= $1 AND (created_at < $1 OR id > $2)
    ORDER BY created_at DESC, id LIMIT 20`,
};

/** One autocommit UPDATE of one row. Values: id, title. */
export const PLAIN_UPDATE = {
  name: 'plain-update',
  text: 'UPDATE tasks SET title = $2, updated_at = now() WHERE id = $1',
};
