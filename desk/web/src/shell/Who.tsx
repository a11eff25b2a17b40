import { ask } from "../ask";
import { session } from "../content";
import { settle } from "../draft/edits";

/** Who says who one is, where people enter by name. */
export function Who() {
  const now = session.value;
  if (!now || (now.entered !== "password" && now.entered !== "proxy")) return null;
  return (
    <div class="who">
      <p>
        <span class="hidden">Signed in as </span>
        <b dir="auto">{now.user.name}</b> <span class="quiet">{now.user.role}</span>
      </p>
      {now.entered === "password" && (
        <button type="button" class="plain" onClick={() => void signOut()}>
          Sign out
        </button>
      )}
    </div>
  );
}

async function signOut(): Promise<void> {
  try {
    await settle(); // what was typed a moment ago
    await ask("sign-out", undefined, {});
  } catch {
    // The page that is loaded says what is wrong.
  }
  location.reload();
}
