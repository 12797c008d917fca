/** The hidden field that names the case in a form. */
export function CaseKey({ of }: { of: { source: string; refId: string } }) {
  return (
    <>
      <input type="hidden" name="source" value={of.source} />
      <input type="hidden" name="refId" value={of.refId} />
    </>
  );
}
