import { useEffect, useMemo } from "preact/hooks";
import { content, summary } from "../content";
import type { Finding, Row } from "../api";
import { format } from "../route";
import { FindingNote, FindingNotes } from "../shell/FindingNote";
import { focusSoon } from "../write/do";
import { count, number } from "../words";
import { answers, forget, listTitle, notFixed } from "./fixing";
import { FixAlike } from "./FixAlike";
import { sameKey, sameOf } from "./same";
import { SameNotes } from "./SameNotes";
import { Selected } from "./Selected";
import { withFindings } from "./store";

/** Found are the findings of a response, each with the way to its field. */
function Found({ row, repeated }: { row: Row; repeated: ReadonlySet<string> }) {
  const found = own(row, repeated);
  const above = (row.found?.length ?? 0) - found.length;
  const all = row.errors + row.warnings;
  const href = format({ view: "responses", name: row.name, params: new URLSearchParams({ findings: "1" }) });
  return (
    <div class="found-notes">
      {found.map((finding, index) => (
        <div key={index}>
          {finding.number ? (
            <p class="about-line">
              <a href={href} onClick={() => focusSoon("variation-" + finding.number)}>
                Variation {finding.number}
                {finding.path ? `, ${finding.path}${finding.language ? ` (${finding.language})` : ""}` : ""}
              </a>
            </p>
          ) : null}
          <FindingNote finding={finding} placed focus={listTitle} />
        </div>
      ))}
      {above > 0 && <p class="about-line quiet">{number(above)} more {above === 1 ? "is" : "are"} listed above.</p>}
      {found.length + above < all && <a href={href}>All {count(all, "finding")}</a>}
    </div>
  );
}

/** own returns the findings of a response that are not listed as the same in several places. */
function own(row: Row, repeated: ReadonlySet<string>): Finding[] {
  return (row.found ?? []).filter((finding) => !repeated.has(sameKey(finding)));
}

/** FindingsView lists what is wrong with the content, and where. */
export function FindingsView() {
  const all = summary.value;
  const rejected = content.value?.rejected;
  const listed = withFindings.loader.state.value.data;
  const groups = useMemo(() => sameOf(listed?.rows ?? []), [listed]);
  const repeated = new Set(groups.map((group) => group.key));
  useEffect(forget, [listed]);
  useEffect(
    () => () => {
      forget();
      notFixed.value = "";
    },
    [],
  );
  useEffect(() => {
    if (answers.value > 0) withFindings.load();
  }, [answers.value]);
  return (
    <main class="page" id="main">
      <div class="measure">
        <h2 class="page-title" id={listTitle} tabIndex={-1}>
          Findings
        </h2>
        {all && (
          <p class="sub">
            <span>{count(all.errors, "error")}</span>
            <span>{count(all.warnings, "warning")}</span>
          </p>
        )}
        {rejected && (
          <section aria-labelledby="newer">
            <h3 id="newer">The newer content is rejected</h3>
            <p>The page shows the last good content until this is fixed.</p>
            <FindingNotes findings={rejected.findings} placed />
          </section>
        )}
        {all && all.findings.length > 0 && (
          <section aria-labelledby="whole">
            <h3 id="whole">About the content as a whole</h3>
            <FindingNotes findings={all.findings} placed />
          </section>
        )}
        <FixAlike findings={(listed?.rows ?? []).flatMap((row) => row.found ?? [])} />
        <SameNotes groups={groups} first={listed && listed.rows.length < listed.matched ? listed.rows.length : 0} />
        <Selected
          selection={withFindings}
          title="Responses with findings"
          shows={(row) => own(row, repeated).length > 0 || row.errors + row.warnings > (row.found ?? []).length}
          say={(row) => (
            <>
              {row.errors > 0 && <span class="bad">{count(row.errors, "error")}</span>}
              {row.warnings > 0 && <span class="warn">{count(row.warnings, "warning")}</span>}
            </>
          )}
          more={(row) => <Found row={row} repeated={repeated} />}
        />
        {all && !rejected && all.errors + all.warnings === 0 && <p class="empty">No findings: checking found nothing wrong.</p>}
      </div>
    </main>
  );
}
