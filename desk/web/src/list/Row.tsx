import type { Row } from "../api";
import { format, opening } from "../route";
import { languageName } from "../content";
import { changedFields } from "../draft/store";
import { focusOpened } from "../shell/focus";
import { count, tag } from "../words";
import { Marked, near } from "./Marked";

interface Props {
  row: Row;
  index: number;
  of: number;
  words: string;
  open: boolean;
  /** Whether Tab reaches it. */
  reachable: boolean;
  onFocus: () => void;
}

/** RowLink is a response in the list. */
export function RowLink({ row, index, of, words, open, reachable, onFocus }: Props) {
  const shown = row.match ? row.match.text : row.text;
  return (
    <li class="row" style={{ transform: `translateY(calc(${index} * var(--row)))` }} aria-setsize={of} aria-posinset={index + 1}>
      <a href={format(opening(row.name))} aria-current={open ? "true" : undefined} tabIndex={reachable ? 0 : -1} data-index={index} onFocus={onFocus} onClick={openedByKey}>
        <span class="row-name" title={row.name}>
          <Marked text={row.name} words={words} />
        </span>{" "}
        <span class="row-text" dir="auto" lang={tag(row.match?.language)}>
          {row.match?.language && <span class="row-where">{row.match.language} </span>}
          {shown ? <Marked text={near(shown, words)} words={words} /> : <i>no text</i>}
        </span>{" "}
        <span class="row-meta">
          {(row.changed || changedFields.value.has(row.name)) && <span class="changed">changed</span>}{" "}
          <Alarms row={row} />
          <span>{count(row.variations, "variation")}</span>{" "}
          {row.channels.length > 0 && <span>{row.channels.join(", ")}</span>}{" "}
          <Languages row={row} />
          {row.recorded > 0 && <span>{row.recorded.toLocaleString("en-US")} recorded</span>}{" "}
          {row.unused && <span>unused</span>}
        </span>
      </a>
    </li>
  );
}

/** Who opens a response by the keyboard reads on there. */
function openedByKey(event: MouseEvent): void {
  if (event.detail === 0) focusOpened();
}

function Alarms({ row }: { row: Row }) {
  return (
    <>
      {row.errors > 0 && <span class="bad">{count(row.errors, "error")}</span>}{" "}
      {row.failed > 0 && <span class="bad">{row.failed === 1 ? "1 test fails" : `${row.failed} tests fail`}</span>}{" "}
      {row.warnings > 0 && <span class="warn">{count(row.warnings, "warning")}</span>}{" "}
    </>
  );
}

const codesShown = 3;

/** Languages are those that a response is in, is in partly, and is not in. */
function Languages({ row }: { row: Row }) {
  const codes = (state: string) => row.languages.filter((language) => language.state === state).map((language) => language.code);
  return (
    <>
      <Codes codes={codes("full")} separator=" " />
      <Codes words="in part" codes={codes("part")} separator=", " />
      <Codes words="missing" codes={codes("missing")} separator=", " />
    </>
  );
}

function Codes({ words = "", codes, separator }: { words?: string; codes: string[]; separator: string }) {
  if (codes.length === 0) return null;
  return (
    <>
      <span title={[words, codes.map(languageName).join(", ")].filter(Boolean).join(": ")}>
        {words && words + " "}
        {codes.length <= codesShown ? codes.join(separator) : count(codes.length, "language")}
      </span>{" "}
    </>
  );
}
