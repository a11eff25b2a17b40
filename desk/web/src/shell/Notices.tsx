import { unreachable } from "../ask";
import { connection, content, summary } from "../content";
import { DraftNotices } from "../draft/Working";
import { hrefTo, route } from "../route";

/** Notices say what keeps the page from showing the newest content. */
export function Notices() {
  const rejected = content.value?.rejected;
  return (
    <div class="notices" role="status">
      {rejected && summary.value && (
        <p class="bar bad">
          <span>
            <b>{broken(rejected.findings)}</b>: showing the last good content.
          </span>
          {route.value.view !== "findings" && <a href={hrefTo("findings")}>Show what is wrong</a>}
        </p>
      )}
      {(unreachable.value || connection.value === "lost") && (
        <p class="bar warn">The server does not answer. What you see may be out of date; the page connects again by itself.</p>
      )}
      <DraftNotices />
    </div>
  );
}

/** broken names the file that keeps newer content from being used. */
function broken(findings: { severity: string; position: { file: string } }[]): string {
  const files = new Set(findings.filter((finding) => finding.severity === "error").map((finding) => finding.position.file));
  const [file] = files;
  if (!file) return "The newer content is rejected";
  return files.size === 1 ? `${file.split("/").pop()} is broken` : `${files.size} files are broken`;
}
