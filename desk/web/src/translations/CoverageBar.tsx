import { useLayoutEffect, useRef } from "preact/hooks";
import { changed, format } from "../route";
import { count, number } from "../words";
import type { LanguageCoverage } from "./api";
import { language, listing } from "./store";

/** CoverageBar shows how far each language is, and chooses one. */
export function CoverageBar({ languages }: { languages: LanguageCoverage[] }) {
  const box = useRef<HTMLElement>(null);
  // Of many languages, that of the texts is in sight.
  useLayoutEffect(() => {
    const current = box.current?.querySelector<HTMLElement>("[aria-current]");
    if (!current || !box.current) return;
    const at = current.getBoundingClientRect();
    const within = box.current.getBoundingClientRect();
    if (box.current.scrollHeight > box.current.clientHeight) box.current.scrollTop += at.top - within.top;
    if (box.current.scrollWidth > box.current.clientWidth) box.current.scrollLeft += (at.left + at.right - within.left - within.right) / 2;
  }, [language.value, languages.length]);
  if (languages.length === 0) return null;
  return (
    <nav class="coverage-bar" aria-label="Languages" ref={box}>
      <ul>
        {languages.map((one) => (
          <li key={one.language}>
            <a href={format(changed({ lang: one.language }))} aria-current={one.language === language.value ? "true" : undefined}>
              <span class="coverage-name">
                {one.name} {one.name !== one.language && <span class="mono quiet">{one.language}</span>}
              </span>
              <Bar have={one.texts - one.missing - one.empty} all={one.texts} />
              <span class="coverage-words">
                {number(one.texts - one.missing - one.empty)} of {count(one.texts, "text")}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** CoverageWords says of the language of the texts what its bar cannot. */
export function CoverageWords({ languages }: { languages: LanguageCoverage[] }) {
  const one = languages.find((other) => other.language === language.value);
  if (!one) return null;
  const list = listing.value?.language === language.value ? listing.value : null;
  return (
    <p class="coverage-words">
      {one.name}: {number(one.texts - one.missing - one.empty)} of {count(one.texts, "text")}
      {left(one)}; {number(one.responses.have)} of {count(one.responses.all, "response")} complete.
      {list && list.quick_replies > 0 && ` ${count(list.quick_replies, "quick reply", "quick replies")} not listed: Rasa translates only buttons.`}
    </p>
  );
}

/** left says what a bar cannot. */
function left(one: LanguageCoverage): string {
  const parts: string[] = [];
  if (one.differs > 0) parts.push(`variables differ in ${number(one.differs)}`);
  if (one.same > 0) parts.push(`${number(one.same)} same as source`);
  return parts.map((part) => ", " + part).join("");
}

function Bar({ have, all }: { have: number; all: number }) {
  return (
    <span class="bar-of" aria-hidden="true">
      <span style={{ inlineSize: `${all === 0 ? 0 : (100 * have) / all}%` }} />
    </span>
  );
}
