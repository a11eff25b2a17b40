import type { Facet, Facets } from "../api";
import { canWrite, channelTitle, languageName } from "../content";
import { SinceSelect } from "../releases/Since";
import { replace, route } from "../route";
import { number } from "../words";
import { NewResponse } from "../write/ResponseTools";
import { choices, cleared, flags, query, type Choice, type Flag } from "./query";
import { countWords, listing, noRelease } from "./listing";

const flagWords: Record<Flag, string> = { changed: "changed", findings: "findings", unused: "unused", untested: "untested", failing: "tests fail" };

/** Filters are the filters that would select something, with how much. */
export function Filters() {
  const list = listing.value;
  const facets = list?.facets;
  return (
    <>
      <div class="chips" role="group" aria-label="Filters">
        {flags.map((flag) => (
          <FlagChip key={flag} flag={flag} facets={facets} />
        ))}
        <ChoiceSelect choice="missing" noun="Missing language" facets={facets?.missing} show={(name) => `missing ${languageName(name)}`} />
        <ChoiceSelect choice="on" noun="Channel" facets={facets?.channels} show={(name) => `on ${channelTitle(name)}`} />
        <ChoiceSelect choice="if" noun="Condition" facets={facets?.slots} show={(name) => `if ${name}`} />
        <SinceSelect listed={list !== null} />
      </div>
      <div class="count">
        <span>{list && !noRelease.value ? countWords(list) : "\u00a0"}</span>
        {canWrite.value && <NewResponse />}
        {query.value && (
          <button type="button" class="plain" onClick={() => replace(cleared())}>
            Clear
          </button>
        )}
      </div>
    </>
  );
}

function FlagChip({ flag, facets }: { flag: Flag; facets: Facets | undefined }) {
  const on = route.value.params.has(flag);
  const hits = facets?.[flag] ?? 0;
  if (!on && hits <= 0) return null;
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={() => replace({ [flag]: on ? null : "1" })}>
      {flagWords[flag]} {hits >= 0 && <span class="n">{number(hits)}</span>}
    </button>
  );
}

interface ChoiceProps {
  choice: Choice;
  noun: string;
  facets: Facet[] | undefined;
  show: (name: string) => string;
}

/** ChoiceSelect chooses one value of a filter, or none. */
function ChoiceSelect({ choice, noun, facets = [], show }: ChoiceProps) {
  const value = route.value.params.get(choice) ?? "";
  if (facets.length === 0 && !value) return null;
  const listed = facets.some((facet) => facet.name === value);
  return (
    <select
      class={value ? "chip on" : "chip"}
      aria-label={`Filter: ${noun.toLowerCase()}`}
      data-filter={choices[choice]}
      value={value}
      onChange={(event) => replace({ [choice]: event.currentTarget.value || null })}
    >
      <option value="">{noun}</option>
      {value && !listed && <option value={value}>{show(value)} (0)</option>}
      {facets.map((facet) => (
        <option key={facet.name} value={facet.name}>
          {show(facet.name)} ({number(facet.count)})
        </option>
      ))}
    </select>
  );
}
