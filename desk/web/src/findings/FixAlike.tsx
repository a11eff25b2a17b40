import type { Finding } from "../api";
import { canWrite } from "../content";
import { count } from "../words";
import { alike, fix, listTitle, notFixed } from "./fixing";

/** FixAlike offers to fix all findings of a list that are alike, each kind by one step. */
export function FixAlike({ findings }: { findings: Finding[] }) {
  const groups = canWrite.value ? alike(findings) : [];
  const failed = notFixed.value && (
    <p class="finding bad" role="alert" dir="auto">
      Not fixed: {notFixed}
    </p>
  );
  if (groups.length === 0) return failed || null;
  return (
    <section class="alike" aria-labelledby="alike">
      <h3 id="alike">Fix several at once</h3>
      <ul class="plain-list">
        {groups.map(({ label, findings: group }) => (
          <li key={label}>
            <button type="button" class="fix" aria-label={`Fix all ${group.length}: ${label}`} onClick={() => void fix(group, `Fixed ${count(group.length, "finding")}: ${label}`, listTitle)}>
              Fix all {group.length}
            </button>
            <span dir="auto">{label}</span>
          </li>
        ))}
      </ul>
      {failed}
    </section>
  );
}
