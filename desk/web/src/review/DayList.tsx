import type { ComponentChildren } from "preact";
import { daysOf } from "./days";

interface Props<T> {
  items: readonly T[];
  /** What the items are: no two lists of a page are the same. */
  of: string;
  /** The level of the headings; at 4, the whole list is in a section of its own. */
  level: 3 | 4;
  children: (item: T) => ComponentChildren;
}

/** Days are lines of a history, under the day of each. */
export function Days<T extends { time: string }>({ items, of, level, children }: Props<T>) {
  const Title = `h${level}` as const;
  const Part = level === 3 ? "section" : "div"; // days are no landmarks twice
  return (
    <>
      {daysOf(items).map(({ day, title, entries }) => (
        <Part key={day} class="history-day" aria-labelledby={level === 3 ? `${of}-${day}` : undefined}>
          <Title id={`${of}-${day}`}>{title}</Title>
          <ol class="history">{entries.map(children)}</ol>
        </Part>
      ))}
    </>
  );
}
