import { Announcer } from "../announce";
import { signedOut } from "../ask";
import { content, summary } from "../content";
import { FileView } from "../file/FileView";
import { FindingsView } from "../findings/FindingsView";
import { Rejected } from "../findings/Rejected";
import { TestsView } from "../findings/TestsView";
import { HistoryView } from "../review/HistoryView";
import { PublishPanel } from "../review/PublishPanel";
import { ReviewView } from "../review/ReviewView";
import { route } from "../route";
import { TranslationsView } from "../translations/TranslationsView";
import { Header } from "./Header";
import { Notices } from "./Notices";
import { Panes } from "./Panes";
import { SignedOut } from "./SignedOut";

/** App is the page. */
export function App() {
  if (signedOut.value) return <SignedOut />;
  return (
    <>
      <SkipLinks />
      <Header />
      <Notices />
      <div class="stage">
        <div class="work">
          <Body />
        </div>
        <PublishPanel />
      </div>
      <Announcer />
    </>
  );
}

function Body() {
  const now = content.value;
  if (now && now.state !== "loading" && route.value.view === "file") return <FileView />; // also where it mends what is broken
  if (now?.rejected && !summary.value) return <Rejected findings={now.rejected.findings} />;
  if (now?.state === "loading" && !summary.value) {
    return (
      <main class="alone" id="main">
        <h2>Loading content…</h2>
        <p class="quiet">The page shows it as soon as the server has read it.</p>
      </main>
    );
  }
  switch (route.value.view) {
    case "findings":
      return <FindingsView />;
    case "translations":
      return <TranslationsView />;
    case "tests":
      return <TestsView />;
    case "review":
      return <ReviewView />;
    case "history":
      return <HistoryView />;
    default:
      return <Panes />;
  }
}

function SkipLinks() {
  const skip = (id: string) => (event: Event) => {
    event.preventDefault(); // the hash of the address is the route
    const target = document.getElementById(id);
    target?.focus();
    target?.scrollIntoView({ block: "nearest" });
  };
  const { view, name } = route.value;
  if (view !== "responses" || !name) return null;
  return (
    <div class="skip">
      <a href="#response-title" onClick={skip("response-title")}>
        Skip to the response
      </a>
      <a href="#try-title" onClick={skip("try-title")}>
        Skip to the try pane
      </a>
    </div>
  );
}
