import { Filters } from "./Filters";
import { Rows } from "./Rows";
import { Search } from "./Search";

/** ListPane finds responses. */
export function ListPane() {
  return (
    <section class="pane list" aria-label="Responses" id="list">
      <search class="find">
        <Search />
        <Filters />
      </search>
      <Rows />
    </section>
  );
}
