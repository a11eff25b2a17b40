import { useSignal } from "@preact/signals";
import type { Finding } from "../api";
import { Place } from "../file/link";
import { format } from "../route";
import { FindingNote } from "../shell/FindingNote";
import { focusSoon } from "../write/do";
import { count } from "../words";
import { FixButton } from "./Fix";
import { listTitle } from "./fixing";
import type { Same } from "./same";

/** SameNotes are findings that repeat, each said once, with its places to open. If not all responses are loaded, first is how many are. */
export function SameNotes({ groups, first }: { groups: Same[]; first: number }) {
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="same">
      <h3 id="same">The same in several places</h3>
      {first > 0 && <p class="quiet">Of the first {count(first, "response")}.</p>}
      {groups.map((group) => (
        <SameNote key={group.key} group={group} />
      ))}
    </section>
  );
}

function SameNote({ group: { finding, places } }: { group: Same }) {
  const open = useSignal(false);
  return (
    <FindingNote finding={{ ...finding, fix: undefined }}>
      <details class="same" open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>
          {count(places.length, "place")} <span class="hidden">with: {finding.message}</span>
        </summary>
        {open.value && (
          <ul>
            {places.map((place, index) => (
              <li key={index}>
                <SamePlace finding={place} />
              </li>
            ))}
          </ul>
        )}
      </details>
    </FindingNote>
  );
}

/** SamePlace leads to the field that a finding is about, and to its line. */
function SamePlace({ finding }: { finding: Finding }) {
  const { response = "", number, path, language, position, source } = finding;
  const href = format({ view: "responses", name: response, params: new URLSearchParams({ findings: "1" }) });
  return (
    <>
      <a href={href} onClick={() => number && focusSoon("variation-" + number)}>
        <span class="mono">{response}</span>
        {number ? `, variation ${number}` : ""}
        {path ? `, ${path}` : ""}
        {language ? ` (${language})` : ""}
      </a>
      {source && (
        <code class="source" dir="auto">
          {source.trim()}
        </code>
      )}
      <Place position={position} />
      <FixButton finding={finding} focus={listTitle} />
    </>
  );
}
