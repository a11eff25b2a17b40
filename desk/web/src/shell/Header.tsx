import { useEffect, useRef } from "preact/hooks";
import { canWrite, connection, content, session, summary } from "../content";
import { unreachable } from "../ask";
import { DraftState } from "../draft/Working";
import { hrefTo, route, type View } from "../route";
import { number } from "../words";
import { Who } from "./Who";

/** Header names the assistant, leads to the views, and says how the content is. */
export function Header() {
  const all = summary.value;
  const findings = all ? all.errors + all.warnings : 0;
  return (
    <header class="top">
      <h1>{session.value?.title ?? "Desk"}</h1>
      <nav aria-label="Views">
        <ViewLink view="responses">Responses</ViewLink>
        <ViewLink view="translations">Translations</ViewLink>
        <ViewLink view="findings">
          Findings {findings > 0 && <span class={all && all.errors > 0 ? "n bad" : "n"}>{number(findings)}</span>}
        </ViewLink>
        {all !== null && all.tests.cases > 0 && (
          <ViewLink view="tests">Tests {all.tests.failed > 0 && <span class="n bad">{number(all.tests.failed)}</span>}</ViewLink>
        )}
        {canWrite.value && (
          <>
            <ViewLink view="review">Review</ViewLink>
            <ViewLink view="history">History</ViewLink>
          </>
        )}
      </nav>
      <Connection />
      <Working />
      <Who />
    </header>
  );
}

function ViewLink({ view, children }: { view: View; children: preact.ComponentChildren }) {
  const link = useRef<HTMLAnchorElement>(null);
  const current = route.value.view === view;
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: "nearest", inline: "nearest" }); // the links scroll where there is little room
  }, [current]);
  return (
    <a ref={link} href={hrefTo(view)} aria-current={current ? "page" : undefined}>
      {children}
    </a>
  );
}

const connectionWords = { connecting: "connecting", live: "live", lost: "reconnecting" };

/** Connection says whether the page hears of changes. */
function Connection() {
  const state = unreachable.value && connection.value === "live" ? "lost" : connection.value;
  return (
    <p class={"connection " + state} role="status" data-testid="connection">
      <span class="dot" aria-hidden="true" />
      <span class="words-of">{connectionWords[state]}</span>
    </p>
  );
}

/** Working says what one works on: the content, or a draft of it. */
function Working() {
  const state = content.value?.state;
  const version = summary.value?.version;
  if (canWrite.value) {
    return (
      <div class="working">
        <DraftState />
      </div>
    );
  }
  return (
    <div class="working">
      <p title={session.value ? `${session.value.origin}, ${session.value.product}` : undefined} data-testid="content-state">
        {version ? (
          <>
            <span class="version">
              content <span class="mono">{version}</span>
              {session.value?.read_only && ", "}
            </span>
            {session.value?.read_only && "read-only"}
          </>
        ) : state === "rejected" ? (
          "content rejected"
        ) : (
          "loading content…"
        )}
      </p>
    </div>
  );
}
