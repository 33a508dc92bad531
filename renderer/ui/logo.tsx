/** The product's mark, 48 px: once on a page that stands outside of the frame. */
export function Logo() {
  return (
    <span className="logo">
      <svg viewBox="0 0 24 24" aria-hidden>
        <path
          d="M4.5 12.2c2.6.3 3.6 5 6 5 3.2 0 3.6-9.6 9-10.4"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      </svg>
    </span>
  );
}
