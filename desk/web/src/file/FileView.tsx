import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { summary } from "../content";
import { route } from "../route";
import { count } from "../words";
import { Place } from "./link";

/** FileView shows a file as text. The editor comes when it is first opened. */
export function FileView() {
  const path = route.value.name;
  return (
    <main class="page file" id="main">
      {path ? <Editor path={path} /> : <Files />}
    </main>
  );
}

function Editor({ path }: { path: string }) {
  const loaded = useSignal<{ FileEditor: FunctionComponent<{ path: string }> } | null>(null);
  const failed = useSignal(false);
  const load = () => {
    failed.value = false;
    import("./FileEditor").then((module) => (loaded.value = module)).catch(() => (failed.value = true));
  };
  useEffect(load, []);
  if (loaded.value) return <loaded.value.FileEditor path={path} />;
  if (!failed.value) return <p class="sub">Loading the editor…</p>;
  return (
    <p class="finding bad" role="alert">
      The editor could not be loaded. If the program was updated, reload the page.{" "}
      <button type="button" onClick={load}>
        Try again
      </button>
    </p>
  );
}

/** Files lists what there is to open. */
function Files() {
  return (
    <div class="measure">
      <h2 class="page-title" tabIndex={-1}>
        Files
      </h2>
      <ul class="found">
        {(summary.value?.files ?? []).map((file) => (
          <li key={file.path}>
            <Place position={{ file: file.path }} /> <span class="quiet">{count(file.responses, "response")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
