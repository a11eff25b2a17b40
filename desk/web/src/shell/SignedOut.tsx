import type { ComponentChildren } from "preact";
import { refused } from "../ask";
import { SignIn } from "./SignIn";

/** SignedOut is the whole page without a session. */
export function SignedOut() {
  const why = refused.value;
  if (why?.code === "another_user") {
    return (
      <Alone title="Somebody else is signed in now">
        <p>Load the page again to go on as whoever that is. What you typed last is not sent: it waits in this window until you are signed in again.</p>
      </Alone>
    );
  }
  if (why && why.code !== "no_session") {
    return (
      <Alone title="You cannot open this desk">
        <p>{sentence(why.detail || why.title)}</p>
      </Alone>
    );
  }
  switch (why?.enter) {
    case "password":
      return <SignIn assistant={why.assistant ?? ""} />;
    case "proxy":
      return (
        <Alone title="Sign in first">
          <p>This desk does not know who you are. Open it by the address that your team uses, and sign in there.</p>
        </Alone>
      );
    case "page":
      return (
        <Alone title="Your session has ended">
          <p>Load the page again.</p>
        </Alone>
      );
    default:
      return (
        <Alone title="Open the link from the terminal">
          <p>
            This browser has no session, or it has ended. Open the link that <code>nlgserver desk</code> printed.
          </p>
          <p class="quiet">The link works once. For a new one, press Enter in the terminal where it runs.</p>
        </Alone>
      );
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + ".";
}

function Alone({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main class="alone" id="main">
      <h1>{title}</h1>
      {children}
      <button type="button" onClick={() => location.reload()}>
        Reload
      </button>
    </main>
  );
}
