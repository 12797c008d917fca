import { AS_RECEIVED_TYPES, SUBSCRIBABLE_TYPES } from "#lib/outgoing/event-types";
import { AboutType } from "../about-type.tsx";
import { groupedTypes } from "../event-type-groups.ts";
import { Choice, ChoiceError } from "./choice.tsx";

/** Which events a destination takes. Types that the chosen format does not have are hidden. */
export function EventTypeChoice({ chosen }: { chosen: readonly string[] | null }) {
  return (
    <>
      <ChoiceError name="eventTypes" />
      <Choice type="radio" name="takes" value="all" defaultChecked={chosen === null} label="All events">
        Also types that a later version of Casewire adds: the service ignores what it does not know.
      </Choice>
      <Choice type="radio" name="takes" value="chosen" defaultChecked={chosen !== null} label="Only these" />
      <div className="hidden gap-x-6 gap-y-3 pl-5 group-has-[[value=chosen]:checked]/form:grid md:grid-cols-2">
        {groupedTypes(SUBSCRIBABLE_TYPES).map(({ label, types }) => (
          <fieldset
            key={label}
            className={
              types.some((type) => AS_RECEIVED_TYPES.includes(type))
                ? undefined
                : "group-has-[[value=as-received]:checked]/form:hidden"
            }
          >
            <legend className="text-xs font-medium text-muted">{label}</legend>
            {types.map((type) => (
              <Choice
                key={type}
                type="checkbox"
                name="eventTypes"
                value={type}
                defaultChecked={chosen?.includes(type) ?? false}
                label={<code className="font-mono text-xs">{type}</code>}
              >
                <AboutType type={type} />
              </Choice>
            ))}
          </fieldset>
        ))}
      </div>
    </>
  );
}
