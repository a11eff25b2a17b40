import { useEffect, useRef, useState } from "preact/hooks";
import type { Session } from "../api";
import { ask, Refusal } from "../ask";

/** SignIn asks for a name and a password. It is a form that password managers know. */
export function SignIn({ assistant }: { assistant: string }) {
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    document.title = ["Sign in", assistant || "Desk"].join(" · ");
  }, [assistant]);
  useEffect(() => name.current?.focus(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || !name.current || !password.current) return;
    setBusy(true);
    setWrong("");
    try {
      await ask<Session>("sign-in", undefined, { user: name.current.value.trim(), password: password.current.value });
      location.reload(); // what the page is about is in its address
    } catch (failure) {
      setBusy(false);
      setWrong(wordsOf(failure));
      password.current?.select();
      password.current?.focus();
    }
  };

  return (
    <main class="alone" id="main">
      <form class="sign-in" method="post" action="/api/desk/v1/sign-in" aria-labelledby="sign-in-title" onSubmit={submit}>
        <h1 id="sign-in-title">Sign in</h1>
        {assistant && <p dir="auto">{assistant}</p>}
        <label for="sign-in-name">Name</label>
        <input
          id="sign-in-name"
          ref={name}
          name="user"
          type="text"
          autocomplete="username"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          dir="auto"
          maxLength={255}
          required
          aria-describedby={wrong ? "sign-in-wrong" : undefined}
        />
        <label for="sign-in-password">Password</label>
        <input
          id="sign-in-password"
          ref={password}
          name="password"
          type="password"
          autocomplete="current-password"
          maxLength={1024}
          required
          aria-describedby={wrong ? "sign-in-wrong" : undefined}
        />
        <p class="bad" id="sign-in-wrong" role="alert">
          {wrong}
        </p>
        <button type="submit" class="primary" aria-disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </main>
  );
}

/** wordsOf says why somebody does not get in. */
function wordsOf(failure: unknown): string {
  if (!(failure instanceof Refusal)) return "The server does not answer. Try again.";
  switch (failure.problem?.code) {
    case "wrong_password":
      return "Wrong name or password.";
    case "too_many_attempts":
      return `Too many wrong passwords. Try again in ${failure.problem.retry_after ?? 1} seconds.`;
    case "busy":
      return "Too many others sign in at the moment. Try again.";
    case "not_a_user":
      return "You have no role here. Ask whoever runs the desk.";
    default:
      return `Cannot sign in: ${failure.message}.`;
  }
}
