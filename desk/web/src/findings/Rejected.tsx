import type { Finding } from "../api";
import { FindingNotes } from "../shell/FindingNote";

/** Rejected is the whole page while there is no content that can be used. */
export function Rejected({ findings }: { findings: Finding[] }) {
  return (
    <main class="page" id="main">
      <div class="measure">
        <h2 class="page-title">The content cannot be used</h2>
        <p>Nothing is served yet. The page shows the content as soon as its files can be read.</p>
        <FindingNotes findings={findings} placed />
      </div>
    </main>
  );
}
