/** Text in a scrolling box. */
export function BodyText({ text, label }: { text: string; label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="max-h-[36rem] overflow-auto rounded-md border border-line bg-canvas p-3"
    >
      <pre className="font-mono text-xs leading-5 whitespace-pre-wrap">{text}</pre>
    </section>
  );
}
