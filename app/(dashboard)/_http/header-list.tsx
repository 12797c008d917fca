import { UserText } from "#components/ui/user-text";

/** Headers in the order they came, names as they were written. */
export function HeaderList({ headers }: { headers: readonly (readonly [string, string])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-xs">
      {headers.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice, and the headers of a receipt never change
        <div key={at} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-faint">
            <UserText>{name}</UserText>
          </dt>
          <dd className="break-all">
            <UserText>{value}</UserText>
          </dd>
        </div>
      ))}
    </dl>
  );
}
