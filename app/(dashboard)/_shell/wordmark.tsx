/** Two wires meeting in a case. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 text-accent">
        <path
          d="M1 4.5h3.2L8 8m-7 3.5h3.2L8 8m0 0h3"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <rect x="10.5" y="5" width="5" height="6" rx="1.4" fill="currentColor" />
      </svg>
      Casewire
    </span>
  );
}
