import type { Finding, Part } from "../api";
import { FindingNotes } from "../shell/FindingNote";

interface Props {
  parts: Part[];
  findings?: (key: string) => Finding[];
}

/** Parts are everything else that is sent, as JSON. */
export function Parts({ parts, findings }: Props) {
  return (
    <>
      {parts.map((part) => {
        const found = findings?.(part.key) ?? [];
        return (
          <div key={part.key} class="json">
            <details open={found.length > 0}>
              <summary>
                <span class="mono">{part.key}</span> <span class="quiet">{brief(part)}</span>
              </summary>
              <pre dir="auto" tabIndex={0}>
                {JSON.stringify(part.value, null, 2)}
              </pre>
            </details>
            <FindingNotes findings={found} />
          </div>
        );
      })}
    </>
  );
}

const briefLength = 60;

function brief(part: Part): string {
  const text = JSON.stringify(part.value);
  return text.length > briefLength ? text.slice(0, briefLength) + "…" : text;
}
