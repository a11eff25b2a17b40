import { ListPane } from "../list/ListPane";
import { ResponsePane } from "../response/ResponsePane";
import { changed, format, route } from "../route";
import { TryPane } from "../try/TryPane";

const panes = { list: "List", response: "Response", try: "Try" } as const;
type Pane = keyof typeof panes;

/** current is the pane to show where there is no room for all. */
function current(): Pane {
  const { params, name } = route.value;
  const asked = params.get("pane");
  if (asked && asked in panes) return asked as Pane;
  return name ? "response" : "list";
}

/** Panes are the list, the response and the try pane, all alive at once. */
export function Panes() {
  const pane = current();
  return (
    <>
      {route.value.name && (
        <nav class="pane-tabs" aria-label="Panes">
          {Object.entries(panes).map(([key, word]) => (
            <a key={key} class={"to-" + key} href={format(changed({ pane: key }))} aria-current={pane === key ? "true" : undefined}>
              {word}
            </a>
          ))}
        </nav>
      )}
      <main class="panes" id="main" data-pane={pane}>
        <ListPane />
        <ResponsePane />
        <TryPane />
      </main>
    </>
  );
}
