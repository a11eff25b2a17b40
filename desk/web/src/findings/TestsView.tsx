import { summary } from "../content";
import { hrefTo } from "../route";
import { count, number } from "../words";
import { Selected } from "./Selected";
import { withFailingTests } from "./store";

/** TestsView says how the tests of the content are. */
export function TestsView() {
  const tests = summary.value?.tests;
  const untested = withFailingTests.loader.state.value.data?.facets.untested ?? 0;
  return (
    <main class="page" id="main">
      <div class="measure">
        <h2 class="page-title" tabIndex={-1}>
          Tests
        </h2>
        {tests && (
          <p class="sub">
            {tests.failed > 0 && <span class="bad">{count(tests.failed, "case fails", "cases fail")}</span>}
            <span class="ok">{count(tests.cases - tests.failed, "case passes", "cases pass")}</span>
            {untested > 0 && (
              <span>
                <a href={hrefTo("responses") + "?untested=1"}>{number(untested)} untested</a>
              </span>
            )}
          </p>
        )}
        <Selected
          selection={withFailingTests}
          title="Responses with failing tests"
          say={(row) => (
            <span class="bad">
              {number(row.failed)} of {count(row.tests, "case")}
            </span>
          )}
        />
      </div>
    </main>
  );
}
