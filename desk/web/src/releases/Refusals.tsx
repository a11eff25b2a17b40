import type { Finding } from "../api";
import { summary } from "../content";
import { FindingNote } from "../shell/FindingNote";
import { place } from "../words";
import type { Diagnostic, Refused } from "./api";

/** Refusals are why replicas cannot have something, in their own words. */
export function Refusals({ refusals }: { refusals: Refused[] }) {
  return (
    <>
      {refusals.map((one, index) => (
        <div key={index} class="refusal">
          <p dir="auto">
            {one.replica && <b class="mono">{one.replica}</b>} {one.replica ? "cannot have" : "Cannot have"} {one.release > 0 ? `release ${one.release}` : "what is being published"}: {one.reason}.
          </p>
          {(one.findings ?? []).map((finding, at) => (
            <Told key={at} told={finding} />
          ))}
        </div>
      ))}
    </>
  );
}

/** Told is a finding of a replica, with the way to its line if the file is one of this desk. */
function Told({ told }: { told: Diagnostic }) {
  const { file, line, column, ...rest } = told;
  const position = { file: fileHere(file), line, column };
  const finding: Finding = { ...rest, position };
  if (position.file) return <FindingNote finding={finding} placed />;
  return (
    <FindingNote finding={finding}>
      <p class="where">
        <span class="mono" dir="auto">
          {place({ file, line })}
        </span>
        {told.source && (
          <code class="source" dir="auto">
            {told.source.trim()}
          </code>
        )}
      </p>
    </FindingNote>
  );
}

/** fileHere returns the file of the desk that a file of a release is; empty if it is not certain. */
function fileHere(file: string): string {
  const files = summary.value?.files ?? [];
  const found = files.filter((one) => one.path === file || one.shown === file || one.path.endsWith("/" + file));
  return found.length === 1 && found[0] ? found[0].path : "";
}
