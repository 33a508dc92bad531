import { useId, type ReactNode } from 'react';

/** A chart under its heading, followed by the same values as a table for screen readers. */
export function ChartFigure({
  title,
  hint,
  head,
  rows,
  children,
}: {
  title: string;
  hint: string;
  head: readonly string[];
  /** One row for each value, as wide as `head`; absent where what is drawn is a table itself. */
  rows?: readonly (readonly string[])[];
  children: ReactNode;
}) {
  const id = useId();
  return (
    <figure aria-labelledby={id}>
      <figcaption>
        <b id={id}>{title}</b>
        <span>{hint}</span>
      </figcaption>
      {children}
      {rows && (
        <div className="sr">
          <table aria-labelledby={id}>
            <thead>
              <tr>
                {head.map((cell) => (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((cell, i) =>
                    i === 0 ? (
                      <th key={i} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={i}>{cell}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}
